// An open-addressing hash table of words over typed arrays. A slot holds the offset of the word's record in the arena
// (word-record.ts); its value is a count or, with `chains`, the last of the word's places.
import { MAX_WORD_BYTES } from '../../../shared/base/text/words.ts';
import {
  FIRST,
  GROUPS,
  groupsOf,
  hashAt,
  isSame,
  LEAST_GROUPS,
  lengthAt,
  sortRecords,
  TAG,
  tagOf,
} from './word-record.ts';

/** Slots are at most half full, so that most look-ups meet no other word. */
const FIRST_SLOTS = 1 << 14;
/**
 * Words are looked up in batches. A look-up waits for memory twice, for the slot and for the record; a batch touches all of
 * them first, so that the waits overlap: a quarter faster (measured) than one after the other.
 */
const BATCH = 256;
const BATCH_GROUPS = 4096;

/** Places of a word as a linked list, the newest first. */
export interface Chains {
  /** Adds a place after `previous` (0 for the first) and returns its number. */
  push(previous: number): number;
  readonly held: number;
  clear(): void;
}

export class WordTable {
  /** Groups of the batch's words, followed by those of the word that the scanner writes. */
  readonly groups = new Int32Array(BATCH_GROUPS + groupsOf(MAX_WORD_BYTES) + 1);
  /** Start of the scanner's word, and where its next group goes. */
  start = 0;
  open = 0;
  readonly #hashes = new Int32Array(BATCH);
  readonly #lengths = new Int32Array(BATCH);
  readonly #starts = new Int32Array(BATCH);
  #batched = 0;
  /** Keeps the result of touching memory; the compiler would drop an unused read. */
  touched = 0;
  words = 0;
  arena = new Int32Array(1 << 16);
  #slots = new Int32Array(FIRST_SLOTS);
  #end = FIRST;
  readonly #chains: Chains | undefined;

  constructor(chains?: Chains) {
    this.#chains = chains;
  }

  /** Bytes in use; up to twice as many are reserved. */
  get held(): number {
    return 4 * (this.#end + this.#slots.length) + (this.#chains?.held ?? 0);
  }

  /** Ends the scanner's word, whose groups end at `end`; returns where the next word's first group goes. */
  push(hash: number, length: number, end: number): number {
    const n = this.#batched;
    this.#hashes[n] = hash;
    this.#lengths[n] = length;
    this.#starts[n] = this.start;
    this.start = end;
    this.#batched = n + 1;
    if (n + 1 < BATCH && end < BATCH_GROUPS) return end;
    this.#addBatch();
    this.start = 0;
    return 0;
  }

  /** Adds the pushed words; the open word stays. */
  flush(): void {
    this.#addBatch();
    this.groups.copyWithin(0, this.start, this.open);
    this.open -= this.start;
    this.start = 0;
  }

  #addBatch(): void {
    const count = this.#batched;
    this.#touch(count);
    for (let n = 0; n < count; ) {
      n = this.#addKnown(n, count);
      if (n < count) this.#add(n);
      n += 1;
    }
    this.#batched = 0;
  }

  #touch(count: number): void {
    const slots = this.#slots;
    const arena = this.arena;
    const hashes = this.#hashes;
    const mask = slots.length - 1;
    let touched = 0;
    for (let n = 0; n < count; n += 1) touched ^= slots[(hashes[n] as number) & mask] as number;
    for (let n = 0; n < count; n += 1) touched ^= arena[slots[(hashes[n] as number) & mask] as number] as number;
    this.touched = touched;
  }

  /** Adds words until one is new, and returns its index. */
  #addKnown(from: number, count: number): number {
    const slots = this.#slots;
    const arena = this.arena;
    const groups = this.groups;
    const hashes = this.#hashes;
    const lengths = this.#lengths;
    const starts = this.#starts;
    const chains = this.#chains;
    const mask = slots.length - 1;
    for (let n = from; n < count; n += 1) {
      const hash = hashes[n] as number;
      const length = lengths[n] as number;
      const start = starts[n] as number;
      const tag = tagOf(hash, length);
      const first = groups[start] as number;
      const second = length > 4 ? (groups[start + 1] as number) : 0;
      let slot = hash & mask;
      let at = slots[slot] as number;
      while (
        arena[at + TAG] !== tag ||
        arena[at + GROUPS] !== first ||
        arena[at + GROUPS + 1] !== second ||
        (length > 8 && !isSame(arena, at + GROUPS, groups, start, groupsOf(length)))
      ) {
        if (at === 0) return n;
        slot = (slot + 1) & mask;
        at = slots[slot] as number;
      }
      arena[at] = chains === undefined ? (arena[at] as number) + 1 : chains.push(arena[at] as number);
    }
    return count;
  }

  #add(n: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const hash = this.#hashes[n] as number;
    const length = this.#lengths[n] as number;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = this.#insert(tagOf(hash, length), length, this.#starts[n] as number);
    if (this.words * 2 > slots.length) this.#grow();
  }

  #insert(tag: number, length: number, start: number): number {
    const at = this.#end;
    const count = groupsOf(length);
    this.#end += GROUPS + Math.max(LEAST_GROUPS, count);
    if (this.#end > this.arena.length) {
      const grown = new Int32Array(this.arena.length * 2);
      grown.set(this.arena);
      this.arena = grown;
    }
    const { arena } = this;
    arena[at] = this.#chains === undefined ? 1 : this.#chains.push(0);
    arena[at + TAG] = tag;
    arena[at + GROUPS + 1] = 0;
    for (let g = 0; g < count; g += 1) arena[at + GROUPS + g] = this.groups[start + g] as number;
    this.words += 1;
    return at;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const at of this.#records()) {
      let slot = hashAt(this.arena, at) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = at;
    }
    this.#slots = slots;
  }

  *#records(): Iterable<number> {
    for (let at = FIRST; at < this.#end; ) {
      yield at;
      at += GROUPS + Math.max(LEAST_GROUPS, groupsOf(lengthAt(this.arena, at)));
    }
  }

  /** Offsets of the records, sorted by the bytes of their words. */
  sorted(): Int32Array {
    const places = new Int32Array(this.words);
    let i = 0;
    for (const at of this.#records()) places[i++] = at;
    return sortRecords(this.arena, places);
  }

  clear(): void {
    this.#slots.fill(0);
    this.#end = FIRST;
    this.words = 0;
    this.#chains?.clear();
  }
}
