// Cuts UTF-8 into words, as lambdas/shared/words.ts defines them, and finds each in the table: a byte is touched once.
// A word is gathered in groups of four bytes while it is hashed, so looking it up compares numbers, and no string is made.
import { BEYOND_ASCII, FOLD, foldOf, MAX_WORD_BYTES } from '../../shared/words.ts';
import { finishHash, hashGroup } from './key-hash.ts';
import type { WordTable } from './word-table.ts';

const LINE_FEED = 10;
const NOTHING = new Uint8Array(0);

export class WordScanner {
  /** Line feeds, and a last line without one. */
  lines = 0;
  readonly #table: WordTable;
  readonly #groups: Int32Array;
  /** The word that is open: bytes so far, the group that is not full, the hash of those that are. */
  #length = 0;
  #group = 0;
  #hash = 0;
  /** The beginning of a sequence that the next chunk goes on with. */
  #rest: Uint8Array = NOTHING;
  #lineOpen = false;

  constructor(table: WordTable) {
    this.#table = table;
    this.#groups = table.groups;
  }

  /** Chunks may be cut anywhere, within a word and within a character. */
  scan(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = NOTHING;
    const end = bytes.length;
    const groups = this.#groups;
    const table = this.#table;
    let length = this.#length;
    let group = this.#group;
    let hash = this.#hash;
    let lines = 0;
    let i = 0;
    while (i < end) {
      const byte = bytes[i] as number;
      const folded = FOLD[byte] as number;
      if (folded === 0) {
        i += 1;
        if (length > 0) {
          if ((length & 3) !== 0) {
            group <<= (4 - (length & 3)) << 3;
            groups[length >> 2] = group;
            hash = hashGroup(hash, group);
          }
          if (length < MAX_WORD_BYTES) table.add(finishHash(hash, length), length);
          else this.#addLong(length);
          length = 0;
          group = 0;
          hash = 0;
        }
        if (byte === LINE_FEED) lines += 1;
        continue;
      }
      if (folded !== BEYOND_ASCII) {
        i += 1;
        group = (group << 8) | folded;
        length += 1;
        if ((length & 3) === 0) {
          // Past the limit the group is dropped, and the word waits there for its end.
          if (length > MAX_WORD_BYTES) length = MAX_WORD_BYTES;
          else {
            groups[(length >> 2) - 1] = group;
            hash = hashGroup(hash, group);
          }
          group = 0;
        }
        continue;
      }
      const read = decode(bytes, i, end);
      if (read === CUT_OFF) {
        this.#rest = bytes.slice(i);
        break;
      }
      i += read < 0 ? 1 : sizeOf(read);
      const codePoint = read < 0 ? 0 : foldOf(read);
      if (codePoint === 0) {
        // An ASCII separator does all that is to be done, so a zero byte is read in this one's place.
        if (length > 0) {
          this.#length = length;
          this.#group = group;
          this.#hash = hash;
          this.#close();
          length = 0;
          group = 0;
          hash = 0;
        }
        continue;
      }
      const size = sizeOf(codePoint);
      for (let k = size - 1; k >= 0; k -= 1) {
        group = (group << 8) | byteOf(codePoint, size, k);
        length += 1;
        if ((length & 3) === 0) {
          if (length > MAX_WORD_BYTES) length = MAX_WORD_BYTES;
          else {
            groups[(length >> 2) - 1] = group;
            hash = hashGroup(hash, group);
          }
          group = 0;
        }
      }
    }
    this.#length = length;
    this.#group = group;
    this.#hash = hash;
    this.lines += lines;
    this.#lineOpen = bytes[end - 1] !== LINE_FEED;
  }

  /** The end of the file or piece ends its last word and line. */
  end(): void {
    this.#rest = NOTHING;
    this.#close();
    if (this.#lineOpen) this.lines += 1;
    this.#lineOpen = false;
  }

  #close(): void {
    const length = this.#length;
    if (length > 0) {
      if ((length & 3) !== 0) {
        this.#group <<= (4 - (length & 3)) << 3;
        this.#groups[length >> 2] = this.#group;
        this.#hash = hashGroup(this.#hash, this.#group);
      }
      if (length < MAX_WORD_BYTES) this.#table.add(finishHash(this.#hash, length), length);
      else this.#addLong(length);
    }
    this.#length = 0;
    this.#group = 0;
    this.#hash = 0;
  }

  /** A word of the full length or more: what is past it was dropped, but its last character may be cut in two. */
  #addLong(_length: number): void {
    const groups = this.#groups;
    const byteAt = (at: number) => ((groups[at >> 2] as number) >>> ((3 - (at & 3)) << 3)) & 255;
    let length = MAX_WORD_BYTES;
    let start = length - 1;
    while ((byteAt(start) & 0xc0) === 0x80) start -= 1;
    const lead = byteAt(start);
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (start + size > length) length = start;
    if ((length & 3) !== 0) groups[length >> 2] = (groups[length >> 2] as number) & (-1 << ((4 - (length & 3)) << 3));
    let hash = 0;
    for (let g = 0; g < (length + 3) >> 2; g += 1) hash = hashGroup(hash, groups[g] as number);
    this.#table.add(finishHash(hash, length), length);
  }
}

const INVALID = -1;
const CUT_OFF = -2;

const sizeOf = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

/** Byte k, counted from the last, of the code point in UTF-8. */
function byteOf(codePoint: number, size: number, k: number): number {
  if (size === 1) return codePoint;
  if (k < size - 1) return 0x80 | ((codePoint >> (6 * k)) & 0x3f);
  return (size === 2 ? 0xc0 : size === 3 ? 0xe0 : 0xf0) | (codePoint >> (6 * k));
}

/** The code point that begins there, INVALID as the WHATWG decoder judges it, or CUT_OFF when the end is in its middle. */
function decode(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  if (lead < 0xc2 || lead > 0xf4) return INVALID;
  const size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let codePoint = lead & (size === 2 ? 0x1f : size === 3 ? 0x0f : 0x07);
  for (let k = 1; k < size; k += 1) {
    if (at + k >= end) return CUT_OFF;
    const byte = bytes[at + k] as number;
    if ((byte & 0xc0) !== 0x80) return INVALID;
    // No overlong forms, no surrogates, nothing above U+10FFFF.
    if (k === 1 && ((lead === 0xe0 && byte < 0xa0) || (lead === 0xed && byte > 0x9f))) return INVALID;
    if (k === 1 && ((lead === 0xf0 && byte < 0x90) || (lead === 0xf4 && byte > 0x8f))) return INVALID;
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  return codePoint;
}
