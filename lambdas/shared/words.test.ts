// What is one word and what is two, and which words are one.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold, wordsOf } from './words.ts';

const terms = (text: string) => wordsOf(text).map(({ term }) => term);

test.each([
  ['The quick, brown fox!', ['the', 'quick', 'brown', 'fox']],
  ["can't stop_me v1.2", ['can', 't', 'stop', 'me', 'v1', '2']],
  ['x² ½ Ⅷ ٣', ['x²', '½', 'ⅷ', '٣']],
  ['e\u0301 \u0301e é', ['e\u0301', 'e', 'é']],
  ['Straße STRASSE', ['straße', 'strasse']],
  ['ΣΊΣΥΦΟΣ σίσυφος', ['σίσυφοσ', 'σίσυφοσ']],
  ['𐐀 𐐨', ['𐐨', '𐐨']],
  ['数据 база', ['数据', 'база']],
  ['', []],
  ['… — 😀', []],
])('%j is %j', (text, expected) => {
  expect(terms(text)).toEqual(expected);
});

test('each says where it stands, and folding again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const { term, from, to } of wordsOf(text)) {
        expect(fold(text.slice(from, to))).toBe(term);
        expect(fold(term)).toBe(term);
      }
    }),
    { numRuns: 1000 },
  );
});

test('capital and small letters of ASCII are one, and nothing else of it moves', () => {
  expect(fold('AZaz09')).toBe('azaz09');
});
