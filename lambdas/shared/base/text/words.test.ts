import { describe, expect, test } from '@jest/globals';
import { cutWord, FOLD, foldOf, MAX_WORD_BYTES } from './words.ts';

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

test('words are cut to whole characters within the limit', () => {
  expect(cutWord('é'.repeat(MAX_WORD_BYTES))).toBe('é'.repeat(MAX_WORD_BYTES / 2));
  expect(cutWord(`a${'é'.repeat(MAX_WORD_BYTES)}`)).toBe(`a${'é'.repeat(MAX_WORD_BYTES / 2 - 1)}`);
});
