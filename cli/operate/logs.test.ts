import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { durationMs, readableLine } from './logs.ts';

test.each([
  ['30s', 30_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
])('%s is %d ms', (text, ms) => expect(durationMs(text)).toBe(ms));

test.each(['', '10', 'm', '-1m', '1.5h'])('refuses %j as a duration', (text) =>
  expect(() => durationMs(text)).toThrow('is not a duration'),
);

const atMs = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

test('a JSON line is printed as time, level, function, message and the rest', () => {
  const line = readableLine(
    'links/http',
    atMs,
    '{"level":"warn","message":"slow","route":"GET /api/links","ms":12,"timestamp":1}',
  );
  expect(stripVTControlCharacters(line)).toBe('03:04:05.006 WARN  links/http slow route=GET /api/links ms=12');
});

test('a line that is not JSON stays as it is', () => {
  expect(stripVTControlCharacters(readableLine('links/http', atMs, 'oops\n'))).toBe('03:04:05.006 links/http oops');
});
