// Shard of a key: the same in every version of the code, and no shard gets more than its share.
import { expect, test } from '@jest/globals';
import { shardOf } from './shard-of.ts';

test('a key stays where it was put', () => {
  expect(['order-1', 'order-2', 'order-3', '', 'Ü'].map((key) => shardOf(key, 1000))).toEqual([65, 110, 703, 610, 476]);
});

test('keys that look alike are spread evenly', () => {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4000; i += 1) {
    const shard = shardOf(`2026-11-22#${i}`, counts.length);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  for (const count of counts) {
    expect(count).toBeGreaterThan(900);
    expect(count).toBeLessThan(1100);
  }
});
