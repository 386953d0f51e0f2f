// Layout of a word in the table's arena: its value, its tag (the high bits of the hash and the length in bytes), and the word in
// big-endian groups of four bytes, at least two, padded with zeros.
import type { Bytes } from '../bytes.ts';
import { finishHash, hashGroup } from './key-hash.ts';

export const TAG = 1;
export const GROUPS = 2;
export const LEAST_GROUPS = 2;
/** A length is at most MAX_WORD_BYTES: 11 bits. */
const LENGTH_MASK = 2047;
/** Offset of the first record. An empty slot is 0, where the arena has a record that equals no word. */
export const FIRST = GROUPS + LEAST_GROUPS;

export const groupsOf = (length: number): number => (length + 3) >> 2;
export const tagOf = (hash: number, length: number): number => (hash & ~LENGTH_MASK) | length;
export const lengthAt = (arena: Int32Array, at: number): number => (arena[at + TAG] as number) & LENGTH_MASK;

/** Hash of the word, equal to hashOf (key-hash.ts). */
export function hashAt(arena: Int32Array, at: number): number {
  const length = lengthAt(arena, at);
  let hash = 0;
  for (let g = at + GROUPS; g < at + GROUPS + groupsOf(length); g += 1) hash = hashGroup(hash, arena[g] as number);
  return finishHash(hash, length);
}

export function writeWord(arena: Int32Array, at: number, out: Bytes): void {
  const length = lengthAt(arena, at);
  out.reserve(length + 3);
  const { buffer } = out;
  let to = out.length;
  for (let g = at + GROUPS; g < at + GROUPS + groupsOf(length); g += 1) {
    const group = arena[g] as number;
    buffer[to] = group >>> 24;
    buffer[to + 1] = group >>> 16;
    buffer[to + 2] = group >>> 8;
    buffer[to + 3] = group;
    to += 4;
  }
  out.length += length;
}

export function isSame(arena: Int32Array, at: number, groups: Int32Array, start: number, count: number): boolean {
  for (let g = 0; g < count; g += 1) if (arena[at + g] !== groups[start + g]) return false;
  return true;
}

/** A double holds 53 bits: the first group's 32 and an index of 21 sort natively, without a comparison function. */
const MOST_PACKED = 1 << 21;

/** Sorts offsets of records by the bytes of their words. */
export function sortRecords(arena: Int32Array, places: Int32Array): Int32Array {
  // Words have no zero byte, so the padding zeros sort a shorter word first.
  const compare = (a: number, b: number): number => {
    const shorter = Math.min(lengthAt(arena, a), lengthAt(arena, b));
    for (let g = GROUPS; (g - GROUPS) << 2 < shorter; g += 1) {
      const difference = ((arena[a + g] as number) >>> 0) - ((arena[b + g] as number) >>> 0);
      if (difference !== 0) return difference;
    }
    return lengthAt(arena, a) - lengthAt(arena, b);
  };
  const count = places.length;
  if (count > MOST_PACKED) return places.sort(compare);
  const packed = new Float64Array(count);
  for (let i = 0; i < count; i += 1)
    packed[i] = ((arena[(places[i] as number) + GROUPS] as number) >>> 0) * MOST_PACKED + i;
  packed.sort();
  const sorted = new Int32Array(count);
  for (let from = 0, i = 0; i < count; i += 1) {
    sorted[i] = places[(packed[i] as number) % MOST_PACKED] as number;
    const first = Math.floor((packed[i] as number) / MOST_PACKED);
    if (i + 1 < count && Math.floor((packed[i + 1] as number) / MOST_PACKED) === first) continue;
    if (i > from) sorted.subarray(from, i + 1).sort(compare);
    from = i + 1;
  }
  return sorted;
}
