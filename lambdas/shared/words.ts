// What a word is, wherever text is counted, indexed or searched.
//
// A word is a longest run of code points that are letters (L), numbers (N) or marks (M) and begins with a letter or a number.
// It is compared by simple case folding, code point by code point: Σ, σ and ς are one, ß and ss are not. Of UAX #29 this follows
// that letters, digits and the marks on them stay together; it does not follow that an apostrophe, a full stop or an underscore
// between letters joins them ("can't" is can and t), nor its dictionaries for Thai and its kind. Nothing is normalised: é as one
// code point and as two are two words.

export interface Word {
  /** Folded: equal words have equal texts. */
  readonly term: string;
  /** Where it stands in the text, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
}

const RUN = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\u0000-\u007f]*$/;

/** The words of a text, in order: the place in this list is a word's position. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(RUN))
    words.push({ term: fold(word), from: index, to: index + word.length });
  return words;
}

export const fold = (word: string): string => (ASCII.test(word) ? word.toLowerCase() : [...word].map(foldOne).join(''));

/** Unicode's simple folding is the small letter of the capital letter, where each is one code point. */
function foldOne(point: string): string {
  const capital = point.toUpperCase();
  const small = (isOne(capital) ? capital : point).toLowerCase();
  return isOne(small) ? small : point;
}

const isOne = (text: string): boolean => text.length === ((text.codePointAt(0) as number) > 0xffff ? 2 : 1);
