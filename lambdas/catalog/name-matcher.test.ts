// Names that a search matches.
import { expect, test } from '@jest/globals';
import { nameMatcher } from './name-matcher.ts';

test.each([
  ['sour', 'Sourdough loaf'],
  ['LOAF sour', 'Sourdough loaf'],
  ['creme', 'Crème fraîche'],
  ['crème', 'Creme fraiche'],
  ['0,5', 'Olive oil, 0.5 l'],
])('"%s" finds "%s"', (query, name) => {
  expect(nameMatcher(query)(name)).toBe(true);
});

test.each([
  ['dough', 'Sourdough loaf'],
  ['sour milk', 'Sourdough loaf'],
  ['loafs', 'Sourdough loaf'],
  ['!?', 'Sourdough loaf'],
  ['', 'Sourdough loaf'],
])('"%s" does not find "%s"', (query, name) => {
  expect(nameMatcher(query)(name)).toBe(false);
});
