// URLs that no short link may target, by reason of refusal. The policy's unit test and the API's test share the table.

/** Host that counts as the service's own in the rows of `own`. */
export const ownHost = 's.example.com';

export type Reason = 'ambiguous' | 'tooLong' | 'notHttp' | 'userinfo' | 'own' | 'private' | 'notPublicName';

const words = (text: string): string[] => text.trim().split(/[ \n]+/);

export const hostileUrls: readonly [Reason, readonly string[]][] = [
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

/** Addresses that a hostile name may resolve to, and strings that are not addresses. */
export const hostileAddresses: readonly string[] = [
  ...words(`
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.0.1
    169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.168.0.1
    192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:a9fe:a9fe
    ::FFFF:169.254.169.254 0:0:0:0:0:ffff:7f00:1 64:ff9b::7f00:1 64:ff9b::808:808 100::1 2001::1 2001:db8::1
    2002:7f00:1:: 2002:a9fe:a9fe:: 2002:c0a8:101::1 3fff::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 febf::1
    fec0::1 ff02::1 localhost example.com 1.2.3 2130706433 0x7f.1 127.1 [::1]`),
  '',
];
