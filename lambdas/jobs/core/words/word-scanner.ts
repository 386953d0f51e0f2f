// Cuts UTF-8 into words, as lambdas/shared/base/text/words.ts defines them, touching every byte once and making no strings.
// A word is gathered in groups of four bytes while it is hashed, then added to the table's batch.
import { BEYOND_ASCII, entryOf, FOLD, MARK, MAX_WORD_BYTES } from '../../../shared/base/text/words.ts';
import { finishHash, hashGroup } from './key-hash.ts';
import type { WordTable } from './word-table.ts';

const LINE_FEED = 10;
const NOTHING = new Uint8Array(0);

export class WordScanner {
  /** Number of lines: line feeds, and a last line without one. */
  lines = 0;
  readonly #table: WordTable;
  /** The open word: its bytes so far, its partial group, the hash of its full groups. */
  #length = 0;
  #group = 0;
  #hash = 0;
  /** Start of a UTF-8 sequence that the next chunk continues. */
  #rest: Uint8Array = NOTHING;
  #lineOpen = false;
  /** Whether the open word has only marks so far; it is dropped if it ends that way. */
  #onlyMarks = false;

  constructor(table: WordTable) {
    this.#table = table;
  }

  /** Scans a chunk, which may be cut anywhere, even within a character. */
  scan(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = NOTHING;
    const end = bytes.length;
    let i = 0;
    while (i < end) {
      // The ASCII loop knows no marks: what they are is settled before it runs.
      if (this.#onlyMarks) this.#settleMarks(bytes[i] as number);
      i = this.#ascii(bytes, i, end);
      if (i < end) i = this.#beyond(bytes, i, end);
    }
    this.#lineOpen = bytes[end - 1] !== LINE_FEED;
    this.#table.flush();
  }

  /**
   * Scans up to a byte that is not ASCII and returns its offset: four bytes at a time where a word has come to a full
   * group, one at a time at the ends of chunks and after other characters. Nearly all time is spent here and in the table.
   */
  #ascii(bytes: Uint8Array, from: number, end: number): number {
    const table = this.#table;
    const { groups } = table;
    let length = this.#length;
    let group = this.#group;
    let hash = this.#hash;
    let at = table.open;
    let lines = 0;
    let i = from;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    while (i < end) {
      if ((length & 3) === 0 && i + 4 <= end && length < MAX_WORD_BYTES) {
        // Classifies four bytes at once, each by its highest bit.
        const four = view.getInt32(i);
        const low = four & 0x7f7f7f7f;
        const small = low | 0x20202020;
        const letters = (small + 0x1f1f1f1f) & ~(small + 0x05050505);
        const digits = (low + 0x50505050) & ~(low + 0x46464646);
        const others = ~((letters | digits) & ~four) & 0x80808080;
        if (others === 0) {
          groups[at++] = small;
          hash = hashGroup(hash, small);
          length += 4;
          i += 4;
          continue;
        }
        const run = Math.clz32(others) >> 3;
        const next = bytes[i + run] as number;
        if (next < 0x80) {
          if (run > 0) {
            group = small & (-1 << (32 - (run << 3)));
            groups[at++] = group;
            hash = hashGroup(hash, group);
            length += run;
            group = 0;
          }
          if (length > 0) {
            at = table.push(finishHash(hash, length), length, at);
            length = 0;
            hash = 0;
          }
          if (next === LINE_FEED) lines += 1;
          i += run + 1;
          continue;
        }
      }
      const byte = bytes[i] as number;
      const folded = FOLD[byte] as number;
      if (folded === BEYOND_ASCII) break;
      i += 1;
      if (folded === 0) {
        if (length > 0) {
          if ((length & 3) !== 0) {
            group <<= (4 - (length & 3)) << 3;
            groups[at++] = group;
            hash = hashGroup(hash, group);
          }
          at = length < MAX_WORD_BYTES ? table.push(finishHash(hash, length), length, at) : this.#pushLong(at);
          length = 0;
          group = 0;
          hash = 0;
        }
        if (byte === LINE_FEED) lines += 1;
        continue;
      }
      group = (group << 8) | folded;
      length += 1;
      if ((length & 3) !== 0) continue;
      // Past the limit the group is dropped, and the length stays there until the word ends.
      if (length > MAX_WORD_BYTES) length = MAX_WORD_BYTES;
      else {
        groups[at++] = group;
        hash = hashGroup(hash, group);
      }
      group = 0;
    }
    this.#length = length;
    this.#group = group;
    this.#hash = hash;
    this.lines += lines;
    table.open = at;
    return i;
  }

  /** Scans one multi-byte character, or one invalid byte, and returns the offset of the next. */
  #beyond(bytes: Uint8Array, at: number, end: number): number {
    const codePoint = decode(bytes, at, end);
    if (codePoint === CUT_OFF) {
      this.#rest = bytes.slice(at);
      return end;
    }
    const entry = codePoint === INVALID ? 0 : entryOf(codePoint);
    if (entry === 0) this.#close();
    else {
      const folded = entry & ~MARK;
      this.#onlyMarks = (this.#onlyMarks || this.#length === 0) && folded !== entry;
      for (let k = sizeOf(folded) - 1; k >= 0; k -= 1) this.#put(byteOf(folded, k));
    }
    return at + (codePoint === INVALID ? 1 : sizeOf(codePoint));
  }

  #put(byte: number): void {
    this.#group = (this.#group << 8) | byte;
    this.#length += 1;
    if ((this.#length & 3) !== 0) return;
    if (this.#length > MAX_WORD_BYTES) this.#length = MAX_WORD_BYTES;
    else {
      this.#table.groups[this.#table.open++] = this.#group;
      this.#hash = hashGroup(this.#hash, this.#group);
    }
    this.#group = 0;
  }

  /** Ends the last word and line of the file or piece. */
  end(): void {
    this.#rest = NOTHING;
    this.#close();
    if (this.#lineOpen) this.lines += 1;
    this.#lineOpen = false;
    this.#table.flush();
  }

  /** `next` is the byte behind marks that began a word: ASCII decides whether they are part of one. */
  #settleMarks(next: number): void {
    const folded = FOLD[next] as number;
    if (folded === BEYOND_ASCII) return;
    if (folded === 0) this.#drop();
    this.#onlyMarks = false;
  }

  /** Forgets the open word. */
  #drop(): void {
    this.#length = 0;
    this.#group = 0;
    this.#hash = 0;
    this.#table.open = this.#table.start;
  }

  #close(): void {
    if (this.#onlyMarks) this.#drop();
    this.#onlyMarks = false;
    if (this.#length > 0) {
      // An ASCII separator has the same effect as this one.
      this.#ascii(SEPARATOR, 0, 1);
    }
  }

  /** Adds a word of at least the full length: its excess is dropped, but its last character may be cut in two. */
  #pushLong(end: number): number {
    const { groups } = this.#table;
    const start = this.#table.start;
    const byteAt = (at: number) => ((groups[start + (at >> 2)] as number) >>> ((3 - (at & 3)) << 3)) & 255;
    let last = MAX_WORD_BYTES - 1;
    while ((byteAt(last) & 0xc0) === 0x80) last -= 1;
    const lead = byteAt(last);
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const length = last + size > MAX_WORD_BYTES ? last : MAX_WORD_BYTES;
    const count = (length + 3) >> 2;
    if ((length & 3) !== 0)
      groups[start + count - 1] = (groups[start + count - 1] as number) & (-1 << ((4 - (length & 3)) << 3));
    let hash = 0;
    for (let g = start; g < start + count; g += 1) hash = hashGroup(hash, groups[g] as number);
    return this.#table.push(finishHash(hash, length), length, Math.min(end, start + count));
  }
}

const SEPARATOR = new Uint8Array([32]);
const INVALID = -1;
const CUT_OFF = -2;

const sizeOf = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;

/** Byte k of the code point in UTF-8, counted from the last. */
function byteOf(codePoint: number, k: number): number {
  const size = sizeOf(codePoint);
  if (size === 1) return codePoint;
  if (k < size - 1) return 0x80 | ((codePoint >> (6 * k)) & 0x3f);
  return (size === 2 ? 0xc0 : size === 3 ? 0xe0 : 0xf0) | (codePoint >> (6 * k));
}

/** Decodes a code point; INVALID where the WHATWG decoder says so, CUT_OFF when `end` cuts it. */
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
