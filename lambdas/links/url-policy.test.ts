// The URL policy: every spelling of a private address is refused with its reason, and accepted URLs stay unchanged.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hostileUrls, ownHost, type Reason } from '../../test/hostile-urls.ts';
import { Problem } from '../shared/base/problem.ts';
import { checkUrl } from './url-policy.ts';

const OWN_HOSTS = [ownHost];

const REASONS: Record<Reason, string> = {
  ambiguous: 'It contains a space, a control character or a backslash.',
  tooLong: 'It is longer than 2048 bytes.',
  notHttp: 'It is not an absolute http or https URL.',
  userinfo: 'It contains a user name or a password.',
  own: 'It points back to this service.',
  private: 'It points to a private network.',
  notPublicName: 'Its host is not a public name.',
};

function refusalOf(text: string): string | undefined {
  try {
    checkUrl(text, OWN_HOSTS);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem) || error.type.code !== 'URL_NOT_ALLOWED') throw error;
    return error.details.detail;
  }
}

describe('a hostile URL', () => {
  const rows = hostileUrls.flatMap(([reason, urls]) => urls.map((url) => ({ reason, url, shown: shorten(url) })));
  test.each(rows)('refuses $shown as $reason', ({ reason, url }) => {
    expect(refusalOf(url)).toBe(REASONS[reason]);
  });

  // An empty last label is not a public name, and with one dot less it is the loopback address.
  test.each(['http://localhost../', 'http://127.0.0.1../', 'http://s.example.com../', 'http://a..example.com/'])(
    'refuses %s for its empty label',
    (url) => {
      expect(refusalOf(url)).toBeDefined();
    },
  );
});

function shorten(url: string): string {
  const text = JSON.stringify(url);
  return text.length > 60 ? `${text.slice(0, 40)}… of ${url.length} characters` : text;
}

describe('a public URL', () => {
  test.each([
    'https://example.com',
    'http://example.com/',
    'HTTPS://EXAMPLE.COM/Path',
    'https://example.com.',
    'https://example.com:8443/a',
    'https://example.com:443/',
    'https://example.com/?',
    'https://example.com/?q=1&q=2#frag',
    'https://example.com#',
    'https://example.com/%7euser/%7Euser/%e2%82%ac',
    'https://example.com/a/../b/./c//d',
    'https://example.com/@user?mail=a@b.c#@',
    'https://münchen.example/straße?ß=ü#ß',
    'https://xn--mnchen-3ya.example/',
    'https://日本語.jp/パス',
    'https://example.com/👩‍👩‍👧?e\u0301=é',
    'https://localhost.example.com/',
    'https://8.8.8.8/dns-query',
    'https://172.32.0.1/',
    'https://100.128.0.1/',
    'https://[2606:4700:4700::1111]/',
    'https://[2002:808:808::1]/',
    'https://notlocalhost.com/localhost',
    `https://example.com/${'a'.repeat(2028)}`,
  ])('passes %s exactly as it was given', (url) => {
    expect(checkUrl(url, OWN_HOSTS)).toBe(url);
  });

  test('is returned unchanged, whatever its characters, if it is returned at all', () => {
    const tail = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.webUrl());
    const head = fc.constantFrom('', 'http://example.com/', 'https://example.com/?', 'HTTPS://Ex', 'https://例え.jp/#');
    fc.assert(
      fc.property(head, tail, (start, end) => {
        const text = start + end;
        if (refusalOf(text) === undefined) expect(checkUrl(text, OWN_HOSTS)).toBe(text);
      }),
    );
  });
});

test('refuses every private IPv4 address in any spelling a browser understands', () => {
  const blocks: readonly [number, number][] = [
    [0x00000000, 24],
    [0x0a000000, 24],
    [0x64400000, 22],
    [0x7f000000, 24],
    [0xa9fe0000, 16],
    [0xac100000, 20],
    [0xc0a80000, 16],
  ];
  const address = fc
    .tuple(fc.constantFrom(...blocks), fc.nat(2 ** 24 - 1))
    .map(([[block, bits], host]) => block + (host % 2 ** bits));
  const radix = fc.array(fc.constantFrom('decimal', 'hex', 'HEX', 'octal', 'padded'), { minLength: 4, maxLength: 4 });
  const spelled = fc.tuple(address, fc.integer({ min: 1, max: 4 }), radix, fc.constantFrom('.', '。', '．', '｡'));
  fc.assert(
    fc.property(spelled, fc.constantFrom('', '.'), ([value, parts, forms, dot], end) => {
      // With n parts, the first n-1 are bytes and the last one holds the rest (inet_aton).
      const bytes = [24, 16, 8].slice(0, parts - 1).map((shift) => Math.floor(value / 2 ** shift) % 256);
      const numbers = [...bytes, value % 2 ** (8 * (5 - parts))];
      const host = numbers.map((number, i) => spell(number, forms[i] ?? 'decimal')).join(dot);
      expect(refusalOf(`http://${host}${end}/`)).toBe(REASONS.private);
    }),
  );
});

function spell(number: number, form: string): string {
  if (form === 'hex') return `0x${number.toString(16)}`;
  if (form === 'HEX') return `0X00${number.toString(16).toUpperCase()}`;
  if (form === 'octal') return `0${number.toString(8)}`;
  return form === 'padded' ? `000${number.toString(8)}` : String(number);
}
