// Concurrent writers: each decides on the state the previous one left, and a writer that never gets through gives up.
import { beforeEach, expect, test } from '@jest/globals';
import { CONFLICT, retryOnConflict } from './retry-on-conflict.ts';

const waits: number[] = [];
const wait = async (ms: number): Promise<void> => {
  waits.push(ms);
  if (waits.length > 100) throw new Error('it does not end');
};

beforeEach(() => {
  waits.length = 0;
});

test('a loop that always loses ends, and says what it lost', async () => {
  let attempts = 0;
  const losing = async () => {
    attempts += 1;
    return CONFLICT;
  };
  await expect(retryOnConflict('order o-1', losing, { wait })).rejects.toThrow('Lost 10 races for order o-1');
  expect(attempts).toBe(10);
});

test('a loop that always loses ends with the error of its caller', async () => {
  const options = { tries: 3, giveUp: () => new RangeError('busy'), wait };
  await expect(retryOnConflict('cart', async () => CONFLICT, options)).rejects.toThrow(RangeError);
});

test('waits between attempts, not after the last, each a random time up to twice the one before', async () => {
  const longest = Array<number>(9).fill(0);
  for (let round = 0; round < 200; round += 1) {
    waits.length = 0;
    await expect(retryOnConflict('order', async () => CONFLICT, { wait })).rejects.toThrow();
    for (const [i, ms] of waits.entries()) longest[i] = Math.max(longest[i] ?? 0, ms);
    expect(waits).toHaveLength(9);
  }
  const caps = [20, 40, 80, 160, 320, 400, 400, 400, 400];
  for (const [i, cap] of caps.entries()) {
    expect(longest[i]).toBeLessThan(cap);
    expect(longest[i]).toBeGreaterThan(cap / 2);
  }
});

test('ten concurrent writers each take effect, on the results of the others', async () => {
  let kept = { version: 0, sum: 0 };
  const add = (amount: number) =>
    retryOnConflict('sum', async () => {
      const before = kept;
      await wait(0);
      if (kept.version !== before.version) return CONFLICT;
      kept = { version: before.version + 1, sum: before.sum + amount };
      return kept.version;
    });
  const versions = await Promise.all(Array.from({ length: 10 }, (_, i) => add(2 ** i)));
  expect(kept).toEqual({ version: 10, sum: 1023 });
  expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('nothing is a result as well: what is not there is not asked for again', async () => {
  expect(await retryOnConflict('order', async () => undefined)).toBeUndefined();
});

test('what an attempt throws is thrown at once', async () => {
  let attempts = 0;
  const failing = async () => {
    attempts += 1;
    throw new RangeError('no such dish');
  };
  await expect(retryOnConflict('order', failing, { wait })).rejects.toThrow(RangeError);
  expect(attempts).toBe(1);
});
