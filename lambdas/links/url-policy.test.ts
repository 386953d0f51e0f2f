// The URL policy: every spelling of a private place is refused with its reason, and what passes is never changed.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../shared/problem.ts';
import { checkUrl } from './url-policy.ts';

const OWN_HOSTS = ['s.example.com'];

const REASONS = {
  ambiguous: 'It holds a space, a control character or a backslash.',
  tooLong: 'It is longer than 2048 bytes.',
  notHttp: 'It is not an absolute http or https URL.',
  userinfo: 'It holds a user name or a password.',
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

const words = (text: string): string[] => text.trim().split(/[ \n]+/);

const REFUSED: readonly [keyof typeof REASONS, readonly string[]][] = [
  [
    'private',
    words(`
      http://127.0.0.1/ http://127.0.0.1./ http://127.1/ http://127.0.1:8080/x http://2130706433/ http://0x7f000001/
      http://0x7f.1/ http://0X7F.0x0.0x0.0x1/ http://017700000001/ http://0177.0.0.01/ http://127.0.0.0x1/
      http://１２７.０.０.１/ http://127。0。0。1/ http://127.0.0．1/ http://%31%32%37.0.0.1/ http://⑫7.0.0.1/ http://0/
      http://0.0.0.0/ http://10.0.0.1/ http://10.255.255.255/ http://100.64.0.1/ http://172.16.0.1/
      http://172.31.255.255/ http://192.168.1.1/ http://192.0.0.192/ http://198.18.0.1/ http://224.0.0.1/
      http://255.255.255.255/ http://169.254.169.254/latest/meta-data/ http://2852039166/ http://0xa9fea9fe/
      http://0xA9.0xFE.0xA9.0xFE/ http://0251.0376.0251.0376/ http://169.254.43518/ https://[::1]/
      https://[0:0:0:0:0:0:0:1]/ https://[::]/ https://[::ffff:127.0.0.1]/ https://[::ffff:a9fe:a9fe]/
      https://[::ffff:8.8.8.8]/ https://[::127.0.0.1]/ https://[fc00::1]/ https://[fd00:ec2::254]/
      https://[fe80::1]/ https://[febf::1]/ https://[ff02::1]/ https://[64:ff9b::7f00:1]/
      https://[64:ff9b::169.254.169.254]/ https://[2002:7f00:1::]/ https://[2002:c0a8:101::1]/
      https://[2001:db8::1]/ https://[2001::1]/ https://[3fff::1]/`),
  ],
  [
    'notPublicName',
    [
      ...words(`
      http://localhost/ http://LocalHost:3000/ http://localhost./ http://api.localhost/ http://API.LOCALHOST./
      http://%6cocalhost/ http://ｌｏｃａｌｈｏｓｔ/ http://intranet/ http://router./ http://db.internal/
      http://metadata.google.internal/ http://printer.local/ http://nas.home.arpa/`),
      'http://local\u00adhost/',
    ],
  ],
  [
    'userinfo',
    words(`
      http://user@example.com/ http://user:pass@example.com/ http://:pass@example.com/ http://@example.com/
      http://:@example.com/ http://example.com@evil.org/ http://example.com%40x@evil.org/ http://a@b@example.com/
      HTTPS://trusted.example.org:443@evil.org http://user@127.0.0.1/`),
  ],
  [
    'ambiguous',
    [
      'http://example.com\\@evil.org/',
      'http:\\\\example.com/',
      'http://example.com/a\\b',
      'http://exa\tmple.com/',
      'java\nscript:alert(1)',
      'http://example.com/\r\nset-cookie: a=b',
      'http://example.com/\u0000',
      'http://example.com/\u007f',
      'http://example.com/\u0085',
      'http://example.com/a\u2028b',
      'http://example.com/a\u2029b',
      'http://example.com/a b',
      'http://example.com/a\u00a0b',
      'http://example.com/a\u3000b',
      ' http://example.com/',
      'http://example.com/ ',
      'http://example.com/\ud800',
      'http://example.com/\udc00x',
    ],
  ],
  [
    'notHttp',
    [
      ...words(`
      example.com javascript:alert(1) JavaScript://example.com/%0aalert(1) data:text/html,<script>alert(1)</script>
      ftp://example.com/ file:///etc/passwd mailto:a@example.com ws://example.com/ http:/example.com
      http:example.com http:///example.com //example.com http:// https://?q http://example.com:99999/
      http://1.2.3.4.5/ http://256.256.256.256/ http://[::1/ http://[fe80::1%25eth0]/ http://exa＠mple.com/
      http://exa<mple.com/ view-source:http://example.com/`),
      '',
      '\ufeffhttp://example.com/',
    ],
  ],
  [
    'own',
    words(`
      https://s.example.com/ http://s.example.com/abc1234 https://S.Example.COM/x https://s.example.com./x
      https://s.example.com:8443/x https://ｓ.example.com/ https://%73.example.com/`),
  ],
  [
    'tooLong',
    [
      `https://example.com/${'a'.repeat(2029)}`,
      `https://example.com/${'é'.repeat(1015)}`,
      `https://${'a'.repeat(9e5)}`,
    ],
  ],
];

describe('a hostile URL', () => {
  const rows = REFUSED.flatMap(([reason, urls]) => urls.map((url) => ({ reason, url, shown: shorten(url) })));
  test.each(rows)('refuses $shown as $reason', ({ reason, url }) => {
    expect(refusalOf(url)).toBe(REASONS[reason]);
  });

  // An empty last label is not a public name, and one dot less is the loopback.
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
      // With n parts the first n-1 are bytes and the last one holds the rest (inet_aton).
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
