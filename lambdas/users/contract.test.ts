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
    'a#b@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(249)}.com`,
  ])('refuses %j', (email) => {
    expect(takes(SignIn, { email, password })).toBe(false);
  });
});

describe('a display name', () => {
  test.each(['A', 'Ada Lovelace', '李小龍', "O'Neil-Šťastný", ' a ', '👩‍👩‍👧', 'a'.repeat(64)])(
    'takes %j',
    (displayName) => {
      expect(z.safeParse(ChangeProfile, { displayName })).toEqual({ success: true, data: { displayName } });
    },
  );

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
