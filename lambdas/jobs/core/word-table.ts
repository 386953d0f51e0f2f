// An open-addressing hash table of words over typed arrays. A word's record in the arena is three numbers, value, hash and
// length in bytes, and then the word in groups of four bytes; a slot holds where the record begins.
// The value is a count, or, with postings, the last of the chain of the word's positions.
import { MAX_WORD_BYTES } from '../../shared/words.ts';
import type { Bytes } from './bytes.ts';

export const VALUE = 0;
const HASH = 1;
const LENGTH = 2;
const HEADER = 3;
/** Slots are at most half full, so a look-up meets few strangers. */
const FIRST_SLOTS = 1 << 14;

/** Positions by word: the newest first, each with the one before it. */
export interface Chains {
  /** Adds a position after `previous` (0: the first) and answers its number. */
  push(previous: number): number;
  readonly held: number;
  clear(): void;
}

export class WordTable {
  /** The word to add, in groups; the scanner fills it. One more than the longest, for the group past the limit. */
  readonly groups = new Int32Array(MAX_WORD_BYTES / 4 + 1);
  words = 0;
  arena = new Int32Array(1 << 16);
  #slots = new Int32Array(FIRST_SLOTS);
  /** Where the next record goes; 0 is no place, so that an empty slot is 0. */
  #end = 1;
  readonly #chains: Chains | undefined;

  constructor(chains?: Chains) {
    this.#chains = chains;
  }

  /** Bytes in use, not those reserved, which are up to twice as many. */
  get held(): number {
    return 4 * (this.#end + this.#slots.length) + (this.#chains?.held ?? 0);
  }

  /** Counts the word in `groups`. */
  add(hash: number, length: number): void {
    const arena = this.arena;
    const slots = this.#slots;
    const groups = this.groups;
    const mask = slots.length - 1;
    const count = (length + 3) >> 2;
    let slot = hash & mask;
    for (;;) {
      const at = slots[slot] as number;
      if (at === 0) break;
      if (arena[at + HASH] === hash && arena[at + LENGTH] === length) {
        let g = 0;
        while (g < count && arena[at + HEADER + g] === groups[g]) g += 1;
        if (g === count) {
          if (this.#chains === undefined) arena[at] = (arena[at] as number) + 1;
          else arena[at] = this.#chains.push(arena[at] as number);
          return;
        }
      }
      slot = (slot + 1) & mask;
    }
    this.#insert(slot, hash, length, count);
  }

  #insert(slot: number, hash: number, length: number, count: number): void {
    const at = this.#end;
    if (at + HEADER + count > this.arena.length) {
      const grown = new Int32Array(this.arena.length * 2);
      grown.set(this.arena);
      this.arena = grown;
    }
    const arena = this.arena;
    arena[at] = this.#chains === undefined ? 1 : this.#chains.push(0);
    arena[at + HASH] = hash;
    arena[at + LENGTH] = length;
    for (let g = 0; g < count; g += 1) arena[at + HEADER + g] = this.groups[g] as number;
    this.#slots[slot] = at;
    this.#end = at + HEADER + count;
    this.words += 1;
    if (this.words * 2 > this.#slots.length) this.#grow();
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const at of this.#records()) {
      let slot = (this.arena[at + HASH] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = at;
    }
    this.#slots = slots;
  }

  *#records(): Iterable<number> {
    for (let at = 1; at < this.#end; at += HEADER + (((this.arena[at + LENGTH] as number) + 3) >> 2)) yield at;
  }

  /** Where the records begin, in the byte order of their words. */
  sorted(): Int32Array {
    const places = new Int32Array(this.words);
    let i = 0;
    for (const at of this.#records()) places[i++] = at;
    return sortByGroups(this.arena, places);
  }

  hashAt = (at: number): number => this.arena[at + HASH] as number;

  writeWord(at: number, out: Bytes): void {
    const length = this.arena[at + LENGTH] as number;
    out.reserve(length + 3);
    const { buffer } = out;
    let to = out.length;
    for (let g = at + HEADER; g < at + HEADER + ((length + 3) >> 2); g += 1) {
      const group = this.arena[g] as number;
      buffer[to] = group >>> 24;
      buffer[to + 1] = group >>> 16;
      buffer[to + 2] = group >>> 8;
      buffer[to + 3] = group;
      to += 4;
    }
    out.length += length;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#end = 1;
    this.words = 0;
    this.#chains?.clear();
  }
}

/** Numbers up to 2^53 are exact: 32 bits of the first group and 21 of the place's index sort without a comparison of ours. */
const MOST_PACKED = 1 << 21;

function sortByGroups(arena: Int32Array, places: Int32Array): Int32Array {
  const compare = (a: number, b: number): number => {
    const shorter = Math.min(arena[a + LENGTH] as number, arena[b + LENGTH] as number);
    for (let g = 0; g << 2 < shorter; g += 1) {
      const left = (arena[a + HEADER + g] as number) >>> 0;
      const right = (arena[b + HEADER + g] as number) >>> 0;
      if (left !== right) return left - right;
    }
    return (arena[a + LENGTH] as number) - (arena[b + LENGTH] as number);
  };
  const count = places.length;
  if (count > MOST_PACKED) return places.sort(compare);
  const packed = new Float64Array(count);
  for (let i = 0; i < count; i += 1)
    packed[i] = ((arena[(places[i] as number) + HEADER] as number) >>> 0) * MOST_PACKED + i;
  packed.sort();
  const sorted = new Int32Array(count);
  let from = 0;
  for (let i = 0; i < count; i += 1) {
    sorted[i] = places[(packed[i] as number) % MOST_PACKED] as number;
    const first = Math.floor((packed[i] as number) / MOST_PACKED);
    if (i + 1 === count || Math.floor((packed[i + 1] as number) / MOST_PACKED) !== first) {
      if (i > from) sorted.subarray(from, i + 1).sort(compare);
      from = i + 1;
    }
  }
  return sorted;
}
