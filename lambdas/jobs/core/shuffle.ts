// How runs travel from M map tasks to R reducers, and what it costs in requests.
import type { Partitioner } from './partition.ts';

/**
 * Groups of map tasks, by index, whose runs a merge task makes one of; empty when reducers had better read the runs
 * themselves. round-robin always merges: only a merge makes its keys whole.
 */
export function planMerges(maps: number, reduces: number, partitioner: Partitioner): readonly (readonly number[])[] {
  const groups = Math.ceil(Math.sqrt(maps));
  const pays = requests({ maps, reduces, groups }) < requests({ maps, reduces, groups: 0 });
  if (maps === 0 || !(pays || partitioner === 'round-robin')) return [];
  return Array.from({ length: groups }, (_, g) => {
    const from = Math.floor((maps * g) / groups);
    const to = Math.floor((maps * (g + 1)) / groups);
    return Array.from({ length: to - from }, (_, i) => from + i);
  });
}

/** Requests to the store, at the most: a combined file is written by one and read as a whole by one; a partition of it by one. */
export function requests({ maps, reduces, groups }: { maps: number; reduces: number; groups: number }): number {
  return groups === 0 ? maps + maps * reduces : maps + maps + groups + groups * reduces;
}

/** With a file for each map task and reducer. */
export const naiveRequests = ({ maps, reduces }: { maps: number; reduces: number }): number => 2 * maps * reduces;
