// How runs travel from M map tasks to R reducers.
import type { Partitioner } from './partition.ts';

/**
 * Groups of map tasks (by index) whose runs a merge task makes one of; empty when reducers had better read the runs
 * themselves. round-robin always merges: only a merge makes its keys whole.
 */
export function planMerges(_maps: number, _reduces: number, _partitioner: Partitioner): readonly (readonly number[])[] {
  return [];
}
