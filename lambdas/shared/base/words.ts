// What a word is, the same for jobs (bytes) and for search (text).
//
// A word is a run, as long as can be, of code points of the general categories L (letters), N (numbers) and M (marks),
// lower-cased by Unicode's simple case folding (CaseFolding.txt, C and S), and cut to MAX_WORD_BYTES of UTF-8.
//
// UAX #29 is followed in what belongs to words, and not in: joining over apostrophes, points and underscores ("don't" is
// `don` and `t`, "3.14" is `3` and `14`), dictionaries (a Chinese or Thai sentence is one word), emoji and format characters
// (they separate). Nothing is normalised: a composed and a decomposed é differ. Bytes that are no UTF-8 separate, as U+FFFD
// would. The version of Unicode is that of Node (`process.versions.unicode`).

/** Of a longer word only so much, in whole code points, is kept; it still is one word. */
export const MAX_WORD_BYTES = 1024;

/** FOLD of a byte that is no ASCII. */
export const BEYOND_ASCII = 255;

/** By byte: 0 separates words, else the lower-cased byte, or BEYOND_ASCII. */
export const FOLD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return BEYOND_ASCII;
  const char = String.fromCharCode(byte);
  return /[a-z0-9]/i.test(char) ? char.toLowerCase().charCodeAt(0) : 0;
});

const IN_WORD = /^[\p{L}\p{N}\p{M}]$/u;
const pages: (Int32Array | undefined)[] = [];

/** The folded code point of one that belongs to words, else 0. */
export function foldOf(codePoint: number): number {
  const page = pages[codePoint >> 8] ?? fillPage(codePoint >> 8);
  return page[codePoint & 255] ?? 0;
}

function fillPage(number: number): Int32Array {
  const page = Int32Array.from({ length: 256 }, (_, low) => {
    const codePoint = (number << 8) | low;
    return IN_WORD.test(String.fromCodePoint(codePoint)) ? simpleFold(codePoint) : 0;
  });
  pages[number] = page;
  return page;
}

/** JavaScript has no case folding, but its `iu` expressions compare by it: candidates are made by case, and checked so. */
function simpleFold(codePoint: number): number {
  // Cherokee alone folds to its capitals, which came first.
  if (codePoint >= 0x13f8 && codePoint <= 0x13fd) return codePoint - 8;
  if (codePoint >= 0xab70 && codePoint <= 0xabbf) return codePoint - 0xab70 + 0x13a0;
  if (codePoint >= 0x13a0 && codePoint <= 0x13f5) return codePoint;
  const alone = LONE_FOLDS.get(codePoint);
  if (alone) return alone;
  const char = String.fromCodePoint(codePoint);
  for (const candidate of [char.toUpperCase().toLowerCase(), char.toLowerCase()]) {
    const folded = candidate.codePointAt(0) ?? codePoint;
    if (folded === codePoint || String.fromCodePoint(folded) !== candidate) continue;
    if (new RegExp(`^${candidate}$`, 'iu').test(char)) return folded;
  }
  return codePoint;
}

/** Of two spellings with one capital of several letters, which none of the cases above leads from one to the other. */
const LONE_FOLDS = new Map([
  [0x1fd3, 0x0390],
  [0x1fe3, 0x03b0],
  [0xfb05, 0xfb06],
]);

/** A word of a text, and the part [from, to) of the text, in UTF-16 units, that it was. */
export interface Word {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

export function wordsOf(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(({ 0: run, index }) => {
    const folded = Array.from(run, (char) => String.fromCodePoint(foldOf(char.codePointAt(0) ?? 0))).join('');
    return { word: cutWord(folded), from: index, to: index + run.length };
  });
}

function cutWord(word: string): string {
  if (word.length * 3 <= MAX_WORD_BYTES || Buffer.byteLength(word) <= MAX_WORD_BYTES) return word;
  let bytes = 0;
  let cut = '';
  for (const char of word) {
    bytes += Buffer.byteLength(char);
    if (bytes > MAX_WORD_BYTES) break;
    cut += char;
  }
  return cut;
}
