// Which fault tests a commit runs if time is short: drawn by its hash, so that successive commits cover all of them.
import { createHash } from 'node:crypto';

export interface Timed {
  readonly path: string;
  readonly seconds: number;
}

const sum = (files: readonly Timed[]): number => files.reduce((total, { seconds }) => total + seconds, 0);
const emptiest = (lanes: readonly Timed[][]): Timed[] =>
  lanes.reduce((least, lane) => (sum(lane) < sum(least) ? lane : least));

/** Assigns every file, longest first, to the lane with the least work. */
export function lanesOf(files: readonly Timed[], count: number): Timed[][] {
  const lanes: Timed[][] = Array.from({ length: count }, () => []);
  for (const file of [...files].sort((a, b) => b.seconds - a.seconds)) emptiest(lanes).push(file);
  return lanes;
}

/**
 * Takes files in an order that depends on the commit, as long as they fit into the seconds of a lane. The first is
 * drawn even if it takes longer, so that every file is drawn for some commit.
 */
export function drawn(files: readonly Timed[], commit: string, laneCount: number, seconds: number): Timed[][] {
  const rank = ({ path }: Timed): string => createHash('sha256').update(`${commit} ${path}`).digest('hex');
  const [first, ...others] = [...files].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  if (!first) return lanesOf([], laneCount);
  return others.reduce<Timed[][]>(
    (lanes, file) => {
      const more = lanesOf([...lanes.flat(), file], laneCount);
      return more.every((lane) => sum(lane) <= Math.max(seconds, first.seconds)) ? more : lanes;
    },
    lanesOf([first], laneCount),
  );
}
