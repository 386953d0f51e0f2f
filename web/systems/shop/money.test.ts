import { expect, test } from '@jest/globals';
import { centsOf, price, typedPrice } from './money.ts';

test.each([
  ['4.80', 480],
  ['4,8', 480],
  [' 12 ', 1200],
  ['0.07', 7],
  ['19.99', 1999],
  ['0', undefined],
  ['4.805', undefined],
  ['-1', undefined],
  ['1e3', undefined],
  ['', undefined],
])('%j typed as a price is %p cents', (typed, cents) => {
  expect(centsOf(typed)).toBe(cents);
});

test('a price is read as it was meant', () => {
  expect(price(123456)).toBe('€1,234.56');
  expect(centsOf(typedPrice(1999))).toBe(1999);
});
