// Compares the scanner and the parser with one regular expression: same lines, same fields, same durations to the last bit.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Refused } from '../line-kind.ts';
import type { DurationUnit } from './access.ts';
import { readAccess } from './log-line.ts';
import { LogScanner } from './log-scanner.ts';
import { minuteOfStamp } from './log-time.ts';

const LINE =
  /^(\S+) (?:.* )??\[(\d\d\/\w{3}\/\d{4}:[\d:]{8} [+-]\d{4})\] "((?:[^"\\]|\\.)*|[^"]*)" (\d{3}) (?:\d+|-)(.*)$/;
const REQUEST = /^([A-Za-z][\w-]{0,31}) (\/[^ ?]*|\*(?= |$)|\w+:\/\/[^ ?]*)/;
const MS = { ms: 1, s: 1000 };

function expected(line: string, unit?: DurationUnit) {
  const found = LINE.exec(line);
  if (!found) return undefined;
  const [, client = '', stamp = '', request = '', status = '', rest = ''] = found;
  const [, method, path] = REQUEST.exec(request) ?? [];
  const isText = path === undefined || !/\p{Cc}/u.test(path);
  const last = rest.slice(rest.lastIndexOf(' ') + 1);
  const number = /^\d+(?:\.\d+)?$/.test(last) ? Number(last) : undefined;
  const msOf = (of: number): number | undefined => {
    if (last.includes('.')) return of * 1000;
    return unit === 'us' ? of / 1000 : unit && of * MS[unit];
  };
  const durationMs = number === undefined ? undefined : msOf(number);
  return {
    client: client.replace(/,$/, ''),
    stamp,
    method: isText ? method : undefined,
    path: isText ? path : undefined,
    status: Number(status),
    durationMs,
  };
}

/** Scans the line between unrelated bytes, which must not matter. */
function scanned(line: string, unit?: DurationUnit) {
  const before = Buffer.from('1 "[x] ');
  const bytes = Buffer.concat([before, Buffer.from(line), Buffer.from('" 200 7 5]')]);
  const scanner = new LogScanner();
  const to = before.length + Buffer.byteLength(line);
  if (!scanner.scan(bytes, before.length, to, unit)) return undefined;
  const text = (from: number, end: number) => bytes.toString('utf8', from, end);
  const [method = '', path = ''] = text(scanner.requestFrom, scanner.requestTo).split(' ');
  return {
    client: text(before.length, scanner.clientTo),
    stamp: text(scanner.stampFrom, scanner.stampTo),
    method,
    path,
    status: scanner.status,
    durationMs: scanner.durationMs,
  };
}

function read(line: string, unit?: DurationUnit) {
  try {
    return readAccess(line, unit);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

const STAMP = '22/Nov/2026:10:46:53 +0200';
const odd = fc.constantFrom(
  '',
  ' ',
  '\t',
  '\u00a0',
  '\u2028',
  '\r',
  '"',
  '\\',
  '\\"',
  '\\\\',
  '?',
  '[',
  ']',
  '-',
  'é',
  '7',
  '\u007f',
);
const wordOf = (...usual: string[]) =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...usual) },
    odd,
    fc.tuple(fc.constantFrom(...usual), odd, fc.constantFrom(...usual)).map((parts) => parts.join('')),
  );
const often = (...usual: string[]): string[] => Array.from({ length: 12 }, () => usual).flat();
const unit = fc.constantFrom(undefined, 'us' as const, 'ms' as const, 's' as const);
const duration = fc.oneof(
  fc.constantFrom('', ' "-"', ' "a \\" b (c)"', ' 0.000', ' .5', ' 5.', ' 1.2.3', ' 1e3', '-5', '5', ' "x" 0.250x'),
  fc.nat().map((n) => ` "-" "curl/8 (5)" ${n}`),
  fc.tuple(fc.nat(10_000), fc.nat(999_999)).map(([a, b]) => ` "-" ${a}.${b}`),
  fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()).map(([a, b]) => ` ${a}${b}.${b}`),
  fc.maxSafeNat().map((n) => ` ${n}${n}`),
);
const lines = fc
  .tuple(
    wordOf('192.0.2.1', 'host.example', '::1'),
    wordOf(' - ', ' ann ', '- '),
    wordOf(...often('- ['), 'John Smith [', 'a [b] ['),
    wordOf(STAMP),
    wordOf('] "'),
    wordOf(...often('GET ', 'POST '), 'a/b ', 'get ', 'M-SEARCH ', '\\x16\\x03 ', ''),
    wordOf(...often('/', '/a/17', '/a\\', '/a\\\\'), '/a\\"b', '/a\\" 200 12', '*', 'http://x/a', '-', ''),
    wordOf(' HTTP/1.1', ' HTTP/1.1\\', '', '?b=c HTTP/1.1', '?q=\\"x\\" HTTP/1.1'),
    wordOf('" '),
    wordOf('200', '503', '404', '99'),
    wordOf(' 12', ' -', ' 0'),
    duration,
  )
  .map((parts) => parts.join(''));

describe('of any line', () => {
  test('the scanner finds what the expression finds, or leaves it', () => {
    let found = 0;
    fc.assert(
      fc.property(lines, unit, (line, of) => {
        const fields = scanned(line, of);
        if (fields) {
          found += 1;
          expect(fields).toEqual(expected(line, of));
        }
      }),
      { numRuns: 5000 },
    );
    expect(found).toBeGreaterThan(400);
  });

  test('the reader finds what the expression finds', () => {
    fc.assert(
      fc.property(lines, unit, (line, of) => {
        const { stamp = '', ...fields } = expected(line, of) ?? {};
        const isTime = stamp === STAMP;
        expect(read(line, of)).toEqual(isTime ? { ...fields, minute: minuteOfStamp(stamp) } : undefined);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('the scanner', () => {
  const start = `192.0.2.1 - ann [${STAMP}] "GET /a`;
  test.each([
    `${start} HTTP/1.1" 200 12`,
    `${start}?b=c HTTP/1.1" 200 -`,
    `${start}" 404 0 "http://x/" "x \\" y" 1500`,
    `${start} HTTP/1.1" 200 12 "-" "Mozilla/5.0 (X11; Linux)" 0.250`,
  ])('knows %s', (line) => {
    expect(scanned(line)).toEqual(expected(line));
  });
});
