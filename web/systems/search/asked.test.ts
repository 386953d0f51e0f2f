import { expect, test } from '@jest/globals';
import { askedFor, hasWord } from './asked.ts';

test.each([
  ['sag', 'sag*'],
  ['saga or', 'saga or*'],
  ['saga OR', 'saga OR'],
  [' undone rev ', 'undone rev*'],
  ['"in rev', '"in rev*'],
  ['"in reverse"', '"in reverse"'],
  ['sag*', 'sag*'],
  ['s', 's'],
  ['a -be', 'a -be*'],
  ['', ''],
])('typing %j asks for %j', (typed, asked) => {
  expect(askedFor(typed)).toBe(asked);
});

test('marks alone are not asked for', () => {
  expect(['', ' ', '"', '-*', '-saga', 'x'].map(hasWord)).toEqual([false, false, false, false, true, true]);
});
