import { expect, test } from '@jest/globals';
import { createLatest } from './latest.ts';

test('of many wishes the first and the last are saved, in this order and never together', async () => {
  const saved: number[] = [];
  let under = 0;
  const { want } = createLatest(async (value: number) => {
    under += 1;
    expect(under).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    saved.push(value);
    under -= 1;
  });
  await Promise.all([want(1), want(2), want(3), want(4)]);
  expect(saved).toEqual([1, 4]);
  await want(5);
  expect(saved).toEqual([1, 4, 5]);
});

test('a save that fails says so, and the next wish is saved again', async () => {
  const saved: number[] = [];
  const { want } = createLatest(async (value: number) => {
    if (value === 1) throw new Error('no');
    saved.push(value);
  });
  await expect(want(1)).rejects.toThrow('no');
  await want(2);
  expect(saved).toEqual([2]);
});
