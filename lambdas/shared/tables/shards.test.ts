// The counter shard for a stream shard.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { shardOfStream } from './shards.ts';

describe('shardOfStream', () => {
  test('spreads numbered stream shards evenly, each always to the same counter shard', () => {
    const shards = Array.from({ length: 8 }, (_, n) => shardOfStream(`shardId-${String(n).padStart(12, '0')}`, 4));
    expect(shards).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(shardOfStream(`shardId-${'9'.repeat(30)}`, 4)).toBe(3);
  });

  test('gives any name a shard in range, and always the same', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 100 }), (name, shards) => {
        const shard = shardOfStream(name, shards);
        expect(Number.isInteger(shard) && shard >= 0 && shard < shards).toBe(true);
        expect(shardOfStream(`${name}`, shards)).toBe(shard);
      }),
    );
  });
});
