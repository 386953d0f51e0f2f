// A whole segment in memory, for those that read all of it.
import { type Occurrences, readBlock, readOccurrences, readPositions, type Tail } from './segment.ts';

/** The bytes of a segment, with the offset of its tail. */
export interface Whole {
  readonly bytes: Uint8Array;
  readonly tailFrom: number;
}

/** Every term in order, with the documents that have it and its positions in each. */
export function* termsIn(
  { bytes }: Whole,
  { blocks }: Tail,
): Generator<{ readonly term: string; readonly ordinals: Occurrences['ordinals']; readonly positions: number[][] }> {
  for (const { from, to } of blocks) {
    for (const entry of readBlock(bytes.subarray(from, to))) {
      const occurrences = readOccurrences(entry, bytes.subarray(entry.from, entry.positionsFrom));
      const positions = readPositions(occurrences, bytes.subarray(entry.positionsFrom, entry.to));
      yield { term: entry.term, ordinals: occurrences.ordinals, positions };
    }
  }
}
