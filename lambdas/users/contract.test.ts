// Inputs that the users service accepts and refuses, one by one.
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { contract } from './contract.ts';

const SignUp = contract.routes.signUp.body;
const SignIn = contract.routes.signIn.body;
const Refresh = contract.routes.refresh.body;
const ChangeProfile = contract.routes.changeMe.body;

const password = 'correct horse';
const person = { email: 'a@example.com', password, displayName: 'Ada' };
const takes = (schema: z.ZodMiniType, input: unknown) => z.safeParse(schema, input).success;

describe('an e-mail address', () => {
  test.each([
    ['a@example.com', 'a@example.com'],
    ['Ada.Lovelace+Test@Example.COM', 'ada.lovelace+test@example.com'],
    ['A_b%c-d@sub.domain-1.museum', 'a_b%c-d@sub.domain-1.museum'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
    ["o'neil@example.com", "o'neil@example.com"],
    ['r&d@example.com', 'r&d@example.com'],
    ['a/b=c@example.com', 'a/b=c@example.com'],
    ["!#$%&'*+-/=?^_`{|}~@example.com", "!#$%&'*+-/=?^_`{|}~@example.com"],
    ['a#b@example.com', 'a#b@example.com'],
    ['a.b.c@example.com', 'a.b.c@example.com'],
    ['a@xn--exmple-cua.com', 'a@xn--exmple-cua.com'],
    ['a@example.xn--p1ai', 'a@example.xn--p1ai'],
    ['A@EXAMPLE.XN--VERMGENSBERATUNG-PWB', 'a@example.xn--vermgensberatung-pwb'],
    ['a@1.2.3.example', 'a@1.2.3.example'],
    [`a@${'b'.repeat(63)}.${'c'.repeat(58)}.com`, `a@${'b'.repeat(63)}.${'c'.repeat(58)}.com`],
  ])('%s is taken as %s', (given, email) => {
    expect(z.safeParse(SignIn, { email: given, password })).toEqual({ success: true, data: { email, password } });
    expect(z.safeParse(SignUp, { ...person, email: given })).toEqual({ success: true, data: { ...person, email } });
  });

  test.each([
    '',
    'a',
    'a@',
    '@example.com',
    'a@example',
    'a@example.c',
    'a@exa mple.com',
    'a @example.com',
    'a@b@example.com',
    'a@example..com',
    'a@.example.com',
    'a@example.com.',
    'a@example.com\n',
    ' a@example.com',
    'ä@example.com',
    'a@exämple.com',
    '\u212a@example.com',
    'a"b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(249)}.com`,
    `a@${'b'.repeat(63)}.${'c'.repeat(59)}.com`,
    `a@${'b'.repeat(64)}.com`,
    '.a@example.com',
    'a.@example.com',
    'a..b@example.com',
    '"a b"@example.com',
    'a(comment)@example.com',
    'a,b@example.com',
    'a:b@example.com',
    'a;b@example.com',
    'a<b>@example.com',
    'Ada <ada@example.com>',
    'a[b]@example.com',
    'a\\b@example.com',
    'a@[192.0.2.1]',
    'a@192.0.2.1',
    'a@example.c0m',
    'a@exa_mple.com',
    'a@example.xn--',
    'a@exam\u00adple.com',
    'a\u200b@example.com',
    'a\u0000@example.com',
  ])('refuses %j', (email) => {
    expect(takes(SignIn, { email, password })).toBe(false);
  });
});

describe('the reason', () => {
  const reasonOf = (email: string) => z.safeParse(SignIn, { email, password }).error?.issues[0]?.message;

  test.each([
    [`a@${'b'.repeat(63)}.${'c'.repeat(59)}.com`, 'An e-mail address has at most 128 characters here'],
    [`${'a'.repeat(65)}@example.com`, 'There are at most 64 characters before the @'],
    ['a@exämple.com', 'Only ASCII is taken; write the domain in its form xn--'],
    ['a b@example.com', 'An e-mail address has no spaces'],
    ['a.example.com', 'An e-mail address has one @, as in ada@example.com'],
    ['a@b@example.com', 'An e-mail address has one @, as in ada@example.com'],
    ['a..b@example.com', 'Before the @ are words with single dots between them'],
    ['@example.com', 'Before the @ are words with single dots between them'],
    ['a@example', 'After the @ is a domain, as in example.com'],
    ['a@[192.0.2.1]', 'After the @ is a domain, as in example.com'],
    ['"ab"@example.com', 'Quoted names and comments are not taken'],
    ['a@example.c', 'This is no e-mail address'],
  ])('of the refusal of %j is: %s', (email, reason) => {
    expect(reasonOf(email)).toBe(reason);
  });
});

describe('a display name', () => {
  test.each([
    'A',
    'Ada Lovelace',
    '李小龍',
    "O'Neil-Šťastný",
    ' a ',
    '👩‍👩‍👧',
    'a'.repeat(64),
    // Arabic and Persian names need marks of direction and joiners beside what is seen.
    '\u200fمریم\u200cسادات\u200e',
    '\u202eada\u202c',
    '❤\ufe0f',
    '🏴\u{e0067}\u{e0062}\u{e007f}',
    '\u{20000}',
    '.',
  ])('takes %j', (displayName) => {
    expect(z.safeParse(ChangeProfile, { displayName })).toEqual({ success: true, data: { displayName } });
  });

  test.each([
    '',
    ' ',
    '\u00a0\u3000',
    'a'.repeat(65),
    '\u0000',
    'a\u0000b',
    'a\u0007b',
    'a\u001b[31mb',
    'a\nb',
    'a\r\nb',
    '\ta',
    'a\u007f',
    'a\u0085b',
    'a\ud800',
    '\udc00a',
    '\u200b',
    '\u200e\u200f\u202a\u202c\u202e\u2066\u2069',
    ' \u2060 \ufeff ',
    '\u00ad',
    '\u034f\u061c',
    '\u3164',
    '\u115f\u1160\uffa0',
    '\u2800\u2800',
    '\ufe0f',
    '\u200d',
    '\u180e',
    '\u{e0020}\u{e007f}',
    '\u{e0100}',
    '\u{1d173}',
    '\u{1bca0} \u202e',
    '\ufff9\ufffb',
    '\u0001\u0002',
  ])('refuses %j', (displayName) => {
    expect(takes(ChangeProfile, { displayName })).toBe(false);
  });

  test('refuses every control character and lone surrogate, wherever it stands', () => {
    const bad = [...Array(32).keys(), ...Array.from({ length: 33 }, (_, i) => 127 + i), 0xd800, 0xdbff, 0xdc00, 0xdfff];
    const taken = bad.filter((unit) => {
      const character = String.fromCharCode(unit);
      return [`a${character}b`, `${character}a`, `a${character}`].some((displayName) =>
        takes(ChangeProfile, { displayName }),
      );
    });
    expect(taken).toEqual([]);
  });
});

describe('a new password', () => {
  test.each(['p', 'correct horse', 'Pässwort 1!', '密码', '\u00a0p\u3000', 'p'.repeat(256)])('takes %j', (given) => {
    expect(takes(SignUp, { ...person, password: given })).toBe(true);
  });

  test.each(['', ' ', ' p', 'p ', 'p\t', '\rp', 'p\nq', 'p\rq', 'p\u0085q', 'p\u2028q', 'p\n', 'p'.repeat(257)])(
    'refuses %j',
    (given) => {
      expect(takes(SignUp, { ...person, password: given })).toBe(false);
    },
  );

  test('may have been an older one', () => {
    expect(takes(SignIn, { email: person.email, password: ' p ' })).toBe(true);
  });
});

describe('requests', () => {
  test('take what they name', () => {
    expect(takes(SignUp, person)).toBe(true);
    expect(takes(Refresh, { refreshToken: 'a'.repeat(4096) })).toBe(true);
    expect(takes(SignIn, { email: person.email, password: 'p'.repeat(256) })).toBe(true);
  });

  test.each<[string, z.ZodMiniType, unknown]>([
    ['a role at sign-up', SignUp, { ...person, roles: ['admin'] }],
    ['a user id at sign-up', SignUp, { ...person, userId: 'u' }],
    ['no display name at sign-up', SignUp, { email: person.email, password }],
    ['a display name at sign-in', SignIn, person],
    ['an e-mail change', ChangeProfile, { displayName: 'Ada', email: 'b@example.com' }],
    ['an empty change', ChangeProfile, {}],
    ['an empty password', SignIn, { email: person.email, password: '' }],
    ['a password of 257 characters', SignIn, { email: person.email, password: 'p'.repeat(257) }],
    ['a password that is a number', SignIn, { email: person.email, password: 12345678 }],
    ['an empty refresh token', Refresh, { refreshToken: '' }],
    ['a refresh token of 4097 characters', Refresh, { refreshToken: 'a'.repeat(4097) }],
  ])('refuse %s', (_what, schema, input) => {
    expect(takes(schema, input)).toBe(false);
  });
});
