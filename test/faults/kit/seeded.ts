// Reproducible random choices: mulberry32 with one sequence a name, so that a test chooses the same alone as among all.
import { createHash } from 'node:crypto';

export interface Seeded {
  /** A number from 0 to n - 1. */
  readonly below: (n: number) => number;
  readonly pick: <Value>(values: readonly Value[]) => Value;
  readonly shuffled: <Value>(values: readonly Value[]) => Value[];
}

export function seeded(name: string, seed = process.env.FAULTS_SEED ?? '1'): Seeded {
  let state = createHash('sha256').update(`${seed}#${name}`).digest().readUInt32LE();
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  return {
    below,
    pick: (values) => values[below(values.length)] as (typeof values)[number],
    shuffled: (values) => {
      const left = [...values];
      return values.map(() => left.splice(below(left.length), 1)[0] as (typeof left)[number]);
    },
  };
}
