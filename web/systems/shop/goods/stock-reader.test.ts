import { expect, test } from '@jest/globals';
import { createStockReader } from './stock-reader.ts';

const stock = { available: 1, reserved: 0, sold: 0 };

test('of many products four are asked for at a time, and all in the end', async () => {
  let under = 0;
  let most = 0;
  const asked: string[] = [];
  const reader = createStockReader(async (productId) => {
    under += 1;
    most = Math.max(most, under);
    await new Promise((resolve) => setImmediate(resolve));
    under -= 1;
    asked.push(productId);
    return stock;
  });
  await Promise.all(Array.from({ length: 24 }, (_, i) => reader.read(`p-${i}`)));
  expect(most).toBe(4);
  expect(asked).toHaveLength(24);
});

test('a product is asked for once in ten seconds, at once after an order or a failure, and not after a restock', async () => {
  let nowMs = 0;
  let asked = 0;
  const reader = createStockReader(
    async () => {
      asked += 1;
      if (asked === 1) throw new Error('no');
      return stock;
    },
    () => nowMs,
  );
  await expect(reader.read('p')).rejects.toThrow('no');
  await Promise.all([reader.read('p'), reader.read('p')]);
  expect(asked).toBe(2);
  nowMs = 10_000;
  await reader.read('p');
  expect(asked).toBe(3);
  reader.forget();
  await reader.read('p');
  expect(asked).toBe(4);
  reader.note('p', { ...stock, available: 9 });
  expect((await reader.read('p')).available).toBe(9);
  expect(asked).toBe(4);
});
