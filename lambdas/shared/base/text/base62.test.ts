// Base62 of fixed length: one text per number, sorted like the numbers.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toBase62 } from './base62.ts';

const LIMIT = 62n ** 7n;
const number = fc.bigInt({ min: 0n, max: LIMIT - 1n });
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('toBase62', () => {
  test.each([
    [0n, 4, '0000'],
    [9n, 1, '9'],
    [10n, 1, 'A'],
    [35n, 1, 'Z'],
    [36n, 1, 'a'],
    [61n, 1, 'z'],
    [62n, 2, '10'],
    [62n ** 7n - 1n, 7, 'zzzzzzz'],
  ])('writes %s in %s digits as %s', (value, length, text) => {
    expect(toBase62(value, length)).toBe(text);
  });

  test('keeps the order of numbers and gives no two of them one text', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [textA, textB] = [toBase62(a, 7), toBase62(b, 7)];
        expect(textA < textB).toBe(a < b);
        expect(textA === textB).toBe(a === b);
      }),
    );
    for (let value = 0n; value < 200n; value++) expect(toBase62(value, 7) < toBase62(value + 1n, 7)).toBe(true);
  });

  test('can be read back', () => {
    fc.assert(
      fc.property(number, (value) => {
        const text = toBase62(value, 7);
        expect(text).toHaveLength(7);
        expect([...text].reduce((sum, digit) => sum * 62n + BigInt(DIGITS.indexOf(digit)), 0n)).toBe(value);
      }),
    );
  });

  test.each([
    [-1n, 7],
    [LIMIT, 7],
    [62n, 1],
    [1n, 0],
  ])('refuses %s, which does not fit %s digits', (value, length) => {
    expect(() => toBase62(value, length)).toThrow(RangeError);
  });
});
