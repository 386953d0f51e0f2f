// Plans over buckets: from one where possible, from several where necessary, never refused while the sum suffices.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Bucket, homeBucket, mergedLines, planRestock, planTakes, totalOf } from './stock.ts';

const bucketsOf = (productId: string, available: readonly number[]): Bucket[] =>
  available.map((units, bucket) => ({ productId, bucket, available: units, reserved: 0, sold: 0, holds: {} }));
const units = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 4 });

test('the same product in two lines is one line', () => {
  const lines = [
    { productId: 'a', quantity: 2 },
    { productId: 'b', quantity: 1 },
    { productId: 'a', quantity: 3 },
  ];
  expect(mergedLines(lines)).toEqual([
    { productId: 'a', quantity: 5 },
    { productId: 'b', quantity: 1 },
  ]);
});

test('takes exactly what is wanted, from one bucket where one has enough, and refuses only when the sum is too small', () => {
  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 60 }), fc.uuid(), (available, quantity, orderId) => {
      const plan = planTakes(orderId, [{ productId: 'a', quantity }], bucketsOf('a', available), available.length);
      const sum = available.reduce((total, each) => total + each, 0);
      if (sum < quantity) {
        expect(plan).toEqual({ lacking: ['a'] });
        return;
      }
      const takes = 'takes' in plan ? plan.takes : [];
      expect(takes.reduce((total, take) => total + take.quantity, 0)).toBe(quantity);
      for (const take of takes) expect(take.quantity).toBeLessThanOrEqual(available[take.bucket] ?? 0);
      expect(takes.filter((take) => take.quantity < 1)).toEqual([]);
      expect(new Set(takes.map(({ bucket }) => bucket)).size).toBe(takes.length);
      if (available.some((each) => each >= quantity)) expect(takes).toHaveLength(1);
    }),
    { numRuns: 1000 },
  );
});

test('names every product of which there is too little, and takes nothing then', () => {
  const buckets = [...bucketsOf('a', [1, 1]), ...bucketsOf('b', [5, 5])];
  const lines = ['a', 'b', 'c'].map((productId) => ({ productId, quantity: 3 }));
  expect(planTakes('order', lines, buckets, 2)).toEqual({ lacking: ['a', 'c'] });
});

test('twenty lines from four buckets each, with the record, fit into one transaction', () => {
  const lines = Array.from({ length: 20 }, (_, i) => ({ productId: `p${i}`, quantity: 4 }));
  const plan = planTakes(
    'order',
    lines,
    lines.flatMap(({ productId }) => bucketsOf(productId, [1, 1, 1, 1])),
    4,
  );
  expect('takes' in plan && plan.takes.length + 1).toBe(81);
});

test('orders are spread over the buckets, all tries of one begin in the same', () => {
  const homes = Array.from({ length: 4000 }, (_, i) => homeBucket(`order${i}`, 'a', 4));
  for (let bucket = 0; bucket < 4; bucket += 1) {
    const share = homes.filter((home) => home === bucket).length;
    expect(share).toBeGreaterThan(850);
    expect(share).toBeLessThan(1150);
  }
  expect(homeBucket('order7', 'a', 4)).toBe(homes[7]);
});

test('new units level the buckets as far as they go, and are all handed out', () => {
  expect(planRestock([0, 0, 0, 0], 10)).toEqual([3, 3, 2, 2]);
  expect(planRestock([9, 0, 1, 0], 4)).toEqual([0, 2, 0, 2]);
  expect(planRestock([0, 50, 50, 50], 30)).toEqual([30, 0, 0, 0]);
  fc.assert(
    fc.property(units, fc.integer({ min: 1, max: 100 }), (available, quantity) => {
      const added = planRestock(available, quantity);
      expect(added.reduce((total, each) => total + each, 0)).toBe(quantity);
      expect(Math.min(...added)).toBeGreaterThanOrEqual(0);
      const after = available.map((each, i) => each + (added[i] ?? 0));
      // No bucket that received units stands above another by more than one unit.
      const highest = Math.max(...after.filter((_, i) => added[i]));
      expect(highest - Math.min(...after)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1000 },
  );
});

test('the stock of a product is the sum of its buckets', () => {
  const [one, two] = bucketsOf('a', [3, 4]);
  expect(
    totalOf([
      { ...one, reserved: 2 },
      { ...two, sold: 1 },
    ] as Bucket[]),
  ).toEqual({ available: 7, reserved: 2, sold: 1 });
  expect(totalOf([])).toEqual({ available: 0, reserved: 0, sold: 0 });
});
