// Plans how runs travel from M map tasks to R reducers, and counts the requests.
import type { Partitioner } from './partition.ts';

/**
 * Groups map tasks, by index, for merge tasks; empty when it is cheaper that reducers read the runs
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

/** Upper bound of requests to the store: one to write a combined file, one to read all of it, one for each partition read. */
export function requests({ maps, reduces, groups }: { maps: number; reduces: number; groups: number }): number {
  return groups === 0 ? maps + maps * reduces : maps + maps + groups + groups * reduces;
}

/** Requests with one file for each pair of map task and reducer. */
export const naiveRequests = ({ maps, reduces }: { maps: number; reduces: number }): number => 2 * maps * reduces;
