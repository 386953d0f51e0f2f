// Names that a search matches.
import { expect, test } from '@jest/globals';
import { nameMatcher } from './name-matcher.ts';

test.each([
  ['sour', 'Sourdough loaf'],
  ['LOAF sour', 'Sourdough loaf'],
  ['creme', 'Crème fraîche'],
  ['crème', 'Creme fraiche'],
  ['0,5', 'Olive oil, 0.5 l'],
  ['creme', 'Cre\u0300me brûlée'],
  ['abc', 'ＡＢＣ'],
  ['coop', 'Co\u00adop tea'],
  ['“sour loaf”', 'Sourdough loaf'],
  ['❤', 'Mug with ❤️'],
  ['step 1', 'Step 1️⃣'],
  ['京タ', '東京タワー'],
  ['京', '東京'],
  ['istan', 'İstanbul'],
  ['محمد', 'مُحَمَّد'],
  ['strasse', 'Straße'],
])('"%s" finds "%s"', (query, name) => {
  expect(nameMatcher(query)(name)).toBe(true);
});

test.each([
  ['dough', 'Sourdough loaf'],
  ['sour milk', 'Sourdough loaf'],
  ['loafs', 'Sourdough loaf'],
  ['!?', 'Sourdough loaf'],
  ['❤', 'Mug with 💙'],
  ['\ufe0f', 'Mug with ❤️'],
  ['京都', '東京'],
  ['', 'Sourdough loaf'],
])('"%s" does not find "%s"', (query, name) => {
  expect(nameMatcher(query)(name)).toBe(false);
});

test('words may be in several names', () => {
  expect(nameMatcher('tea loaf')('Sourdough loaf', 'Green tea')).toBe(true);
  expect(nameMatcher('tea milk')('Sourdough loaf', 'Green tea')).toBe(false);
});
