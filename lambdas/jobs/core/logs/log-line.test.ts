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
    ['with microseconds behind it, as Apache has', `${start} "GET /a HTTP/1.1" 200 12 "-" "x \\" y" 1500`, 1.5],
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
    `${start} "GET" 200 1`,
    'a - - [99/Nov/2026:10:46:53 +0200] "GET /a HTTP/1.1" 200 1',
    'a - - [22/Xyz/2026:10:46:53 +0200] "GET /a HTTP/1.1" 200 1',
    '{"path":"/a"',
    '{"time":"never","path":"/a","status":200}',
    '{"time":0,"path":"/a","status":"much"}',
    '{"time":0,"path":"/a\\n","status":200}',
  ])('is refused: %s', (line) => {
    expect(() => readAccess(line)).toThrow(Refused);
  });
});
