import { describe, expect, test } from '@jest/globals';
import { FOLD, foldOf, MAX_WORD_BYTES, wordsOf } from './words.ts';

const words = (text: string) => wordsOf(text).map(({ word }) => word);

describe('words', () => {
  test.each([
    ["Don't panic, 3.14 snake_case e-mail", ['don', 't', 'panic', '3', '14', 'snake', 'case', 'e', 'mail']],
    ['Straße STRASSE ẞ', ['straße', 'strasse', 'ß']],
    ['ΣΊΣΥΦΟΣ ς ſ K Å', ['σίσυφοσ', 'σ', 's', 'k', 'å']],
    ['İstanbul ILGAZ ı', ['İstanbul', 'ilgaz', 'ı']],
    ['नमस्ते दुनिया 東京タワー 👋🏽 ok', ['नमस्ते', 'दुनिया', '東京タワー', 'ok']],
    ['x²+½ Ⅷ', ['x²', '½', 'ⅷ']],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test('know where they were, in the units of the text', () => {
    expect(wordsOf('👋 Ja,nein')).toEqual([
      { word: 'ja', from: 3, to: 5 },
      { word: 'nein', from: 6, to: 10 },
    ]);
  });

  test('are cut to whole characters within the limit', () => {
    const [long] = words('é'.repeat(MAX_WORD_BYTES));
    expect(long).toBe('é'.repeat(MAX_WORD_BYTES / 2));
    expect(words(`a${'é'.repeat(MAX_WORD_BYTES)}`)).toEqual([`a${'é'.repeat(MAX_WORD_BYTES / 2 - 1)}`]);
  });
});

/** Every letter, number and mark from beyond ASCII up to the emoji, with what it folds to. */
const folds = Array.from({ length: 0x1f000 - 0x80 }, (_, i) => i + 0x80)
  .map((codePoint) => ({ codePoint, char: String.fromCodePoint(codePoint), folded: foldOf(codePoint) }))
  .filter(({ folded }) => folded > 0);
const sameBarCase = (a: string, b: string) => [...a].length === 1 && new RegExp(`^${a}$`, 'iu').test(b);

describe('folding', () => {
  test('is what expressions that ignore case compare by, and folding again changes nothing', () => {
    const changed = folds.filter(({ codePoint, folded }) => folded !== codePoint);
    expect(changed.length).toBeGreaterThan(1000);
    expect(changed.filter(({ char, folded }) => !sameBarCase(String.fromCodePoint(folded), char))).toEqual([]);
    expect(changed.filter(({ folded }) => foldOf(folded) !== folded)).toEqual([]);
  });

  test('makes one of both cases of a letter', () => {
    const apart = folds.filter(({ char, folded }) =>
      [char.toLowerCase(), char.toUpperCase()].some(
        (other) => other !== char && sameBarCase(other, char) && foldOf(other.codePointAt(0) ?? 0) !== folded,
      ),
    );
    expect(apart).toEqual([]);
  });

  test('of ASCII is a table with the same answers', () => {
    for (let byte = 0; byte < 0x80; byte += 1) expect(FOLD[byte]).toBe(foldOf(byte));
  });
});
