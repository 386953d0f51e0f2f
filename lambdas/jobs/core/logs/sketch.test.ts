import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exactQuantile } from '../../../../test/jobs/oracle.ts';
import { ByteReader, Bytes } from '../bytes.ts';
import { ACCURACY, Sketch } from './sketch.ts';

const value = fc.double({ min: 0.001, max: 1e9, noNaN: true });
const values = fc.array(value, { minLength: 1, maxLength: 200 });
const withZeros = fc.array(fc.oneof(fc.constant(0), value), { maxLength: 200 });

function sketchOf(all: readonly number[]): Sketch {
  const sketch = new Sketch();
  for (const value of all) sketch.add(value);
  return sketch;
}

function bytesOf(sketch: Sketch): Uint8Array {
  const out = new Bytes();
  sketch.write(out);
  return out.copy();
}

describe('a sketch', () => {
  test('answers every quantile within 1 % of the true one', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, q) => {
        const exact = exactQuantile(all, q);
        const error = Math.abs((sketchOf(all).quantile(q) as number) - exact) / exact;
        expect(error).toBeLessThanOrEqual(ACCURACY * 1.000001);
      }),
    );
  });

  test('is the same bytes whatever it was merged of, in any order', () => {
    fc.assert(
      fc.property(fc.array(withZeros, { maxLength: 6 }), (groups) => {
        const merged = new Sketch();
        for (const group of groups.toReversed()) merged.merge(sketchOf(group));
        expect(bytesOf(merged)).toEqual(bytesOf(sketchOf(groups.flat())));
      }),
    );
  });

  test('comes back from its bytes', () => {
    fc.assert(
      fc.property(values, (all) => {
        const again = Sketch.read(new ByteReader(bytesOf(sketchOf([0, ...all]))));
        expect([again.count, bytesOf(again)]).toEqual([all.length + 1, bytesOf(sketchOf([0, ...all]))]);
      }),
    );
  });

  test('takes what is out of its range as zero or as the highest, and knows nothing when it is empty', () => {
    expect(sketchOf([0, 0.0001]).quantile(1)).toBe(0);
    expect(sketchOf([1e12]).quantile(0.5)).toBeCloseTo(1e9, -8);
    expect(new Sketch().quantile(0.5)).toBeUndefined();
  });
});
