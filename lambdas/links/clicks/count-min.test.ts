// The sketch never counts too low, adds up across shards, survives storage and keeps its error bound.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { add, DEPTH, emptySketch, errorBound, estimate, fromBytes, merge, toBytes, WIDTH } from './count-min.ts';
import { increment } from './tally.ts';

const additions = fc.array(
  fc.tuple(
    fc.oneof(
      fc.nat(300).map((n) => `code-${n}`),
      fc.string(),
    ),
    fc.integer({ min: 1, max: 1000 }),
  ),
  { maxLength: 300 },
);

function sketchOf(counts: Iterable<readonly [string, number]>) {
  const sketch = emptySketch();
  for (const [key, count] of counts) add(sketch, key, count);
  return sketch;
}

describe('a sketch', () => {
  test('never counts a key too low', () => {
    fc.assert(
      fc.property(additions, (added) => {
        const truth = new Map<string, number>();
        for (const [key, count] of added) increment(truth, key, count);
        const sketch = sketchOf(added);
        for (const [key, count] of truth) expect(estimate(sketch, key)).toBeGreaterThanOrEqual(count);
      }),
    );
  });

  test('counts a key alone in it exactly, and any key of an empty one as 0', () => {
    expect(estimate(emptySketch(), 'aaaaaaa')).toBe(0);
    expect(estimate(sketchOf([['aaaaaaa', 41]]), 'aaaaaaa')).toBe(41);
  });

  test('merged with another equals one sketch over both', () => {
    fc.assert(
      fc.property(additions, additions, (left, right) => {
        const merged = sketchOf(left);
        merge(merged, sketchOf(right));
        expect(merged).toEqual(sketchOf([...left, ...right]));
      }),
    );
  });

  test.each([1, 9, 10, 11, 100])('merged with %d others of the same key counts it in each', (count) => {
    const merged = sketchOf([['aaaaaaa', 1]]);
    for (let i = 0; i < count; i += 1) merge(merged, sketchOf([['aaaaaaa', 2]]));
    expect(merged).toEqual(sketchOf([['aaaaaaa', 1 + 2 * count]]));
  });

  test('comes back from its bytes as it was, in 3,840 of them', () => {
    fc.assert(
      fc.property(additions, (added) => {
        const sketch = sketchOf([...added, ['large', 4_000_000_000]]);
        const bytes = toBytes(sketch);
        expect(bytes).toHaveLength(DEPTH * WIDTH * 4);
        // A view into a larger buffer, as an SDK may return it.
        const view = new Uint8Array(Buffer.concat([Buffer.from('xyz'), bytes])).subarray(3);
        expect(fromBytes(view)).toEqual(sketch);
      }),
      { numRuns: 20 },
    );
  });

  test('keeps its bytes little-endian, for other versions of the service to read', () => {
    const sketch = emptySketch();
    sketch[1] = 0x01020304;
    expect([...toBytes(sketch).subarray(0, 8)]).toEqual([0, 0, 0, 0, 4, 3, 2, 1]);
  });
});

describe('the error bound', () => {
  test('counts every click once, and allows e/width of them', () => {
    const sketch = sketchOf([
      ['a', 1000],
      ['b', 1400],
    ]);
    expect(errorBound(sketch)).toEqual({ clicksCounted: 2400, overcountAtMost: 32, confidence: 0.982 });
    expect(errorBound(emptySketch())).toMatchObject({ clicksCounted: 0, overcountAtMost: 0 });
  });

  test('holds for as many keys of a Zipf sample as it says', () => {
    const keys = 5000;
    const truth = Array.from({ length: keys }, (_, rank) => Math.ceil(20_000 / (rank + 1)));
    const sketch = sketchOf(truth.map((count, rank) => [`code-${rank}`, count] as const));
    const { clicksCounted, overcountAtMost, confidence } = errorBound(sketch);
    expect(clicksCounted).toBe(truth.reduce((sum, count) => sum + count, 0));
    const over = truth.map((count, rank) => estimate(sketch, `code-${rank}`) - count);
    expect(over.filter((error) => error > overcountAtMost).length / keys).toBeLessThanOrEqual(1 - confidence);
    expect(Math.max(...over)).toBeGreaterThan(0);
  });
});
