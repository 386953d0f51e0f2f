// The definition of a word. Jobs count these words and no others; search analyses texts further (analysis.ts).
//
// A word is a maximal run of code points of the general categories L (letters), N (numbers) and M (marks) with at least
// one letter or number, lower-cased by Unicode's simple case folding (CaseFolding.txt, C and S) and cut to
// MAX_WORD_BYTES of UTF-8.
//
// This follows UAX #29 in which characters belong to words. It differs in these points: apostrophes, points and
// underscores do not join ("don't" is `don` and `t`, "3.14" is `3` and `14`), there are no dictionaries (a Chinese or
// Thai sentence is one word), and emoji and format characters separate. A run of marks alone, as the variation selector
// that follows an emoji, is no word. Nothing is normalised: a composed and a decomposed é differ. Bytes that are not
// UTF-8 separate, as U+FFFD would. The Unicode version is that of Node (`process.versions.unicode`).

/** A longer word is cut to this length, in whole code points; it still is one word. */
export const MAX_WORD_BYTES = 1024;

/** FOLD of a byte that is not ASCII. */
export const BEYOND_ASCII = 255;

/** For each byte: 0 separates words; otherwise the lower-cased byte, or BEYOND_ASCII. */
export const FOLD: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x80) return BEYOND_ASCII;
  const char = String.fromCharCode(byte);
  return /[a-z0-9]/i.test(char) ? char.toLowerCase().charCodeAt(0) : 0;
});

const IN_WORD = /^[\p{L}\p{N}\p{M}]$/u;
const IS_MARK = /^\p{M}$/u;
const pages: (Int32Array | undefined)[] = [];

/** A bit above all code points: set in the entry of a mark. */
export const MARK = 1 << 21;

/** The folded code point if it belongs to words, with MARK if it is a mark; else 0. */
export function entryOf(codePoint: number): number {
  const page = pages[codePoint >> 8] ?? fillPage(codePoint >> 8);
  return page[codePoint & 255] ?? 0;
}

/** The folded code point if it belongs to words, else 0. */
export const foldOf = (codePoint: number): number => entryOf(codePoint) & ~MARK;

function fillPage(number: number): Int32Array {
  const page = Int32Array.from({ length: 256 }, (_, low) => {
    const codePoint = (number << 8) | low;
    const char = String.fromCodePoint(codePoint);
    if (!IN_WORD.test(char)) return 0;
    return IS_MARK.test(char) ? simpleFold(codePoint) | MARK : simpleFold(codePoint);
  });
  pages[number] = page;
  return page;
}

/**
 * JavaScript has no case folding, but its `iu` regular expressions compare by it: we take candidates from case mapping
 * and check them that way.
 */
function simpleFold(codePoint: number): number {
  // Only Cherokee folds to its capitals, which Unicode had first.
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

/** Pairs of spellings that share a capital of several letters, where no case mapping leads from one to the other. */
const LONE_FOLDS = new Map([
  [0x1fd3, 0x0390],
  [0x1fe3, 0x03b0],
  [0xfb05, 0xfb06],
]);

/** The word within the limit, in whole code points. */
export function cutWord(word: string): string {
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
