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
  ['“in rev', '“in rev*'],
  ['“in reverse”', '“in reverse”'],
  ['saga ❤️', 'saga ❤️'],
  ['step 1️⃣', 'step 1️⃣'],
  ['e\u0301', 'e\u0301'],
  ['東京', '東京*'],
  ['', ''],
])('typing %j asks for %j', (typed, asked) => {
  expect(askedFor(typed)).toBe(asked);
});

test('signs alone are not asked for, an emoji is', () => {
  expect(['', ' ', '"', '-*', '\ufe0f', '-saga', 'x', '❤', '❤️', '🇩🇪', '#️⃣', '🏽'].map(hasWord)).toEqual([
    ...[false, false, false, false, false],
    ...[true, true, true, true, true, true, true],
  ]);
});
