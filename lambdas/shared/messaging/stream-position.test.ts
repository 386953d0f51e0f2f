// Counting continues from the stored position, however often another consumer was faster, up to a limit.
import { expect, test } from '@jest/globals';
import { countOnce } from './stream-position.ts';

/**
 * Tallies 1 to 5 of a shard. `lost` lists the calls of `add` that lose to another consumer, which has added that tally.
 */
function shard(lost: readonly number[]) {
  const added: number[] = [];
  let position = 0;
  let calls = 0;
  const begin = async () => [1, 2, 3, 4, 5].filter((tally) => tally > position);
  const add = async (tally: number) => {
    calls += 1;
    position = tally;
    if (lost.includes(calls)) return undefined;
    added.push(tally);
    return tally;
  };
  const waits: number[] = [];
  const count = () => countOnce('shard-1', begin, add, async (ms) => void waits.push(ms));
  return { added, waits, count };
}

test('adds each tally once and sums them up', async () => {
  const { added, waits, count } = shard([]);
  expect(await count()).toBe(15);
  expect([added, waits]).toEqual([[1, 2, 3, 4, 5], []]);
});

test('begins anew after a lost race, and counts only what was its own', async () => {
  const { added, waits, count } = shard([2, 3]);
  expect(await count()).toBe(1 + 4 + 5);
  expect([added, waits.length]).toEqual([[1, 4, 5], 2]);
});

test('throws after five lost races, so that the batch is redelivered', async () => {
  await expect(shard([1, 2, 3, 4, 5]).count()).rejects.toThrow('Lost 5 races for the position of shard-1');
});
