import { describe, expect, test } from '@jest/globals';
import { Refused } from '../line-kind.ts';
import { readAccess } from './log-line.ts';

const start = '192.0.2.1 - ann [22/Nov/2026:10:46:53 +0200]';
const found = { minute: '2026-11-22T08:46Z', client: '192.0.2.1', method: 'GET', path: '/a', status: 200 };

describe('a line', () => {
  test.each([
    ['of the common format', `${start} "GET /a HTTP/1.1" 200 12`, undefined],
    ['with a hyphen for no bytes', `${start} "GET /a?b=c HTTP/1.1" 200 -`, undefined],
    ['of the combined format', `${start} "GET /a HTTP/1.1" 200 12 "http://x/" "curl/8 (5)"`, undefined],
    ['with seconds behind it, as nginx has', `${start} "GET /a HTTP/1.1" 200 12 "-" "curl" 0.250`, 250],
    [
      'of JSON',
      '{"time":"2026-11-22T08:46:53Z","ip":"192.0.2.1","method":"GET","path":"/a?b","status":200,"durationMs":7}',
      7,
    ],
    [
      'of JSON with seconds',
      '{"ts":1795337213,"client":"192.0.2.1","method":"GET","url":"/a","statusCode":"200"}',
      undefined,
    ],
  ])('%s', (_, line, durationMs) => {
    expect(readAccess(line)).toEqual({ ...found, durationMs });
  });

  test('in the zones of two days is of one minute', () => {
    expect(readAccess('a - - [01/Jan/2027:00:30:00 +0100] "GET / HTTP/1.1" 200 1').minute).toBe('2026-12-31T23:30Z');
  });

  test.each([
    'hello',
    'a - - [99/Nov/2026:10:46:53 +0200] "GET /a HTTP/1.1" 200 1',
    'a - - [22/Xyz/2026:10:46:53 +0200] "GET /a HTTP/1.1" 200 1',
    '{"path":"/a"',
    '{"time":"never","path":"/a","status":200}',
    '{"time":0,"path":"/a","status":"much"}',
  ])('is refused: %s', (line) => {
    expect(() => readAccess(line)).toThrow(Refused);
  });
});

describe('a whole number at the end', () => {
  const line = `${start} "GET /a HTTP/1.1" 200 12 "-" "x \\" y" 1500`;
  test.each([
    ['us', 1.5],
    ['ms', 1500],
    ['s', 1_500_000],
    [undefined, undefined],
  ] as const)('in %s is %d ms', (unit, durationMs) => {
    expect(readAccess(line, unit)).toEqual({ ...found, durationMs });
  });

  test('is bytes in the format combinedio, and nginx has a point whatever the unit', () => {
    expect(readAccess(`${start} "GET /a HTTP/1.1" 200 12 "-" "curl" 512 2326`).durationMs).toBeUndefined();
    for (const unit of ['us', 'ms', 's', undefined] as const)
      expect(readAccess(`${start} "GET /a HTTP/1.1" 200 12 "-" "curl" 2.000`, unit).durationMs).toBe(2000);
  });
});

describe('what a client sent that is no request', () => {
  const malformed = { ...found, method: undefined, path: undefined, status: 400, durationMs: undefined };
  test.each([
    ['nothing', '-'],
    ['an empty line', ''],
    ['the first bytes of TLS', '\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC\\x03\\x03'],
    ['bytes with spaces', '\\x16\\x03 \\x00\\xEA /x'],
    ['bytes with a quote', '\\x16\\"\\x03'],
    ['one word', 'GET'],
    ['another protocol', 'SSH-2.0-Go'],
    ['another protocol with words', 't3 12.1.2'],
    ['a path without a method', '/a HTTP/1.1'],
    ['two spaces', 'GET  /a HTTP/1.1'],
    ['JSON', '{\\x22id\\x22: 1, \\x22method\\x22: \\x22mining.subscribe\\x22}'],
    ['a query alone', 'GET ?a=1 HTTP/1.1'],
  ])('is malformed: %s', (_, request) => {
    expect(readAccess(`${start} "${request}" 400 0`)).toEqual(malformed);
    expect(readAccess(`${start} "${request}" 400 - "-" "-"`)).toEqual(malformed);
    expect(readAccess(`${start} "${request}" 400 0 "-" "-" 0.000`)).toEqual({ ...malformed, durationMs: 0 });
  });

  const at = '"time":"2026-11-22T08:46:53Z","ip":"192.0.2.1","status":400';
  test.each([
    `{${at},"request":""}`,
    `{${at},"request":"-"}`,
    `{${at},"request":"\\u0016\\u0003\\u0001 \\u0000"}`,
    `{${at},"request":"GET"}`,
    `{${at},"method":"","path":""}`,
    `{${at},"method":"-","uri":"-"}`,
    `{${at},"request_method":null,"request_uri":null}`,
    `{${at},"method":"\\u0016\\u0003","path":"/a"}`,
    `{${at},"path":"/a\\n"}`,
    `{${at},"request":{"method":"","uri":""}}`,
  ])('is malformed in JSON: %s', (line) => {
    expect(readAccess(line)).toEqual(malformed);
  });
});

describe('a request', () => {
  test.each([
    ['GET /a', 'GET', '/a'],
    ['get /a HTTP/1.1', 'get', '/a'],
    ['M-SEARCH * HTTP/1.1', 'M-SEARCH', '*'],
    ['CONNECT example.com:443 HTTP/1.1', 'CONNECT', 'example.com:443'],
    ['GET http://example.com/a?b HTTP/1.1', 'GET', 'http://example.com/a'],
    ['GET /a b c HTTP/1.1', 'GET', '/a'],
    ['GET /a?x=\\"y\\" HTTP/1.1', 'GET', '/a'],
    ['GET /a\\"b HTTP/1.1', 'GET', '/a\\"b'],
    ['GET /a\\', 'GET', '/a\\'],
  ])('%s', (request, method, path) => {
    expect(readAccess(`${start} "${request}" 200 12`)).toEqual({ ...found, method, path, durationMs: undefined });
  });

  test('cannot say which status it got', () => {
    for (const path of ['/a\\" 200 12', '/a\\" 200 12 \\"-\\" \\"x'])
      expect(readAccess(`${start} "GET ${path} HTTP/1.1" 404 7`).status).toBe(404);
  });
});

describe('before the time', () => {
  const rest = '[22/Nov/2026:10:46:53 +0200] "GET /a HTTP/1.1" 200 12';
  test.each([
    ['a name with a space', '192.0.2.1 - John Smith', '192.0.2.1'],
    ['a name in quotes', '192.0.2.1 - "John Smith"', '192.0.2.1'],
    ['an empty name', '192.0.2.1 - ', '192.0.2.1'],
    ['a name in brackets', '192.0.2.1 - [ann] bob', '192.0.2.1'],
    ['a virtual host', 'www.example.com:443 192.0.2.1 - John Smith', '192.0.2.1'],
    ['an address of version 6', '2001:db8::1 - John Smith', '2001:db8::1'],
    ['proxies', '192.0.2.1, 192.0.2.9, 192.0.2.8 - -', '192.0.2.1'],
    ['a byte order mark', '\ufeff192.0.2.1 - -', '192.0.2.1'],
  ])('may come %s', (_, before, client) => {
    expect(readAccess(`${before} ${rest}`)).toEqual({ ...found, client, durationMs: undefined });
  });
});

test.each([
  '[22/Nov/2026:10:46:53 +0000] "'.repeat(30_000),
  'a, '.repeat(300_000),
  '[22/Nov/'.repeat(120_000),
  `${start} "${'\\"'.repeat(450_000)}`,
  `{"time":"${'1'.repeat(900_000)}","path":"/","status":200}`,
])('a line of a megabyte is refused within a second of work', (line) => {
  const before = process.cpuUsage();
  expect(() => readAccess(line)).toThrow(Refused);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000);
});
