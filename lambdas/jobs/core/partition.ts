// Decides which reducer gets a key.
import { Bytes, compareBytes } from './bytes.ts';

/**
 * hash: by the key's hash; parts have no order among them. range: by `bounds`, so that the concatenated parts are sorted as a
 * whole. round-robin: a mapper deals its sorted keys in turns, so that partitions are equally full for any keys. A key is
 * then in several partitions; the merge that always follows makes it whole and moves it to the partition of its hash.
 */
export type Partitioner = 'hash' | 'range' | 'round-robin';

/** Returns the partition of the i-th key of a run; keys ascend. */
export type PartitionOf = (i: number, hash: number, key: Bytes) => number;

/** Uses the high bits of the hash; tables use the low ones. */
export const byHash = (hash: number, partitions: number): number => Math.floor(((hash >>> 0) / 2 ** 32) * partitions);

export function partitionBy(
  partitioner: Partitioner,
  partitions: number,
  { bounds = [], first = 0 }: { bounds?: readonly string[]; first?: number },
): PartitionOf {
  if (partitioner === 'hash') return (_i, hash) => byHash(hash, partitions);
  if (partitioner === 'round-robin') return (i) => (first + i) % partitions;
  if (bounds.length !== partitions - 1)
    throw new RangeError(`${partitions} ranges need ${partitions - 1} bounds, not ${bounds.length}`);
  const limits = bounds.map((bound) => {
    const bytes = new Bytes();
    bytes.text(bound);
    return bytes;
  });
  let partition = 0;
  return (i, _hash, key) => {
    if (i === 0) partition = 0;
    for (; partition < limits.length; partition += 1) {
      const limit = limits[partition] as Bytes;
      if (compareBytes(key.buffer, key.length, limit.buffer, limit.length) < 0) break;
    }
    return partition;
  };
}
