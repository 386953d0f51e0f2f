// Stock over HTTP and by the tasks of the saga: never oversold, never lost, all or none, and back when nobody confirms.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../lambdas/inventory/contract.ts';
import { reserve } from '../../lambdas/inventory/reservation.ts';
import { platformBindings } from '../../lambdas/shared/contract.ts';
import { newOrderId, productChanged, restock, stocked, stockOf, storeHere, task } from '../stock/deployed.ts';
import { bound } from './aws.ts';
import { ask, bounded, newPerson, root, unique } from './client.ts';
import { newProduct } from './products.ts';

const merchant = await newPerson('merchant');
const store = await storeHere();

/** Reads the stock all the time that the work takes: no reading may have another sum than this. */
async function expectConserved(productId: string, sum: number, work: () => Promise<unknown>): Promise<void> {
  let over = false;
  const readings: number[][] = [];
  const watch = async () => {
    while (!over) {
      const { available, reserved, sold } = await stockOf(productId);
      readings.push([available, reserved, sold]);
    }
  };
  const watching = watch();
  await work().finally(() => {
    over = true;
  });
  await watching;
  expect(readings.length).toBeGreaterThan(3);
  expect(readings.filter((counts) => counts.reduce((a, b) => a + b, 0) !== sum || Math.min(...counts) < 0)).toEqual([]);
}

/** 16 clients order until one is refused; every fifth order is asked for twice at once. */
async function orderOut(productId: string, quantity: number): Promise<string[]> {
  const reserved: string[] = [];
  const client = async () => {
    for (let asked = 0; ; asked += 1) {
      const order = { orderId: newOrderId(), lines: [{ productId, quantity }] };
      const calls = Array.from({ length: asked % 5 === 2 ? 2 : 1 }, () => task('reserve-stock', order));
      const outcomes = new Set((await Promise.all(calls)).map(({ outcome }) => outcome));
      expect(outcomes.size).toBe(1);
      if (outcomes.has('OUT_OF_STOCK')) return;
      reserved.push(order.orderId);
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  return reserved;
}

describe('16 clients', () => {
  test('on 50 units get exactly 50, and buy them; whoever reads meanwhile finds 50', async () => {
    const productId = await stocked(merchant, 50);
    await expectConserved(productId, 50, async () => {
      const orders = await orderOut(productId, 1);
      expect(new Set(orders).size).toBe(50);
      expect(await stockOf(productId)).toEqual({ available: 0, reserved: 50, sold: 0 });
      const answers = await bounded(16, [...orders, ...orders.slice(0, 10)], (orderId) =>
        task('confirm-stock', { orderId }),
      );
      expect(answers.filter(({ outcome }) => outcome !== 'CONFIRMED')).toEqual([]);
    });
    expect(await stockOf(productId)).toEqual({ available: 0, reserved: 0, sold: 50 });
  });

  test('who want three each get 16 times three of 50, also when no bucket has three any more', async () => {
    const productId = await stocked(merchant, 50);
    expect(await orderOut(productId, 3)).toHaveLength(16);
    expect(await stockOf(productId)).toEqual({ available: 2, reserved: 48, sold: 0 });
  });

  test('reserving, confirming and releasing across each other leave what their answers say', async () => {
    const productId = await stocked(merchant, 40);
    let bought = 0;
    await expectConserved(productId, 40, async () => {
      await bounded(16, Array.from({ length: 80 }, newOrderId), async (orderId) => {
        const lines = [{ productId, quantity: 2 }];
        const { outcome } = await task('reserve-stock', { orderId, lines });
        if (outcome !== 'RESERVED') return;
        const undo = Math.random() < 0.6;
        const [confirmed] = await Promise.all([
          task('confirm-stock', { orderId }),
          ...(undo ? [task('release-stock', { orderId })] : []),
        ]);
        if (!undo) expect(confirmed.outcome).toBe('CONFIRMED');
        if (!undo) bought += 2;
      });
    });
    expect(bought).toBeGreaterThan(0);
    expect(await stockOf(productId)).toEqual({ available: 40 - bought, reserved: 0, sold: bought });
  });
});

describe('a reservation', () => {
  test('of twenty lines is all or none, and two lines of one product are one', async () => {
    const products = await bounded(
      4,
      Array.from({ length: 19 }, () => 3),
      (quantity) => stocked(merchant, quantity),
    );
    const [twice = '', last = ''] = [products[0], products[18]];
    const lines = [...products, twice].map((productId) => ({ productId, quantity: 1 }));
    const all = { orderId: newOrderId(), lines };
    expect(await task('reserve-stock', all)).toEqual({ outcome: 'RESERVED' });
    expect(await stockOf(twice)).toEqual({ available: 1, reserved: 2, sold: 0 });
    expect(await stockOf(last)).toEqual({ available: 2, reserved: 1, sold: 0 });
    const none = await task('reserve-stock', { orderId: newOrderId(), lines });
    expect(none).toEqual({ outcome: 'OUT_OF_STOCK', productIds: [twice] });
    expect(await stockOf(last)).toEqual({ available: 2, reserved: 1, sold: 0 });
    expect(await task('confirm-stock', all)).toEqual({ outcome: 'CONFIRMED' });
    expect(await stockOf(twice)).toEqual({ available: 1, reserved: 0, sold: 2 });
  });

  test('that was released is so for good: a late reserve is refused, and so is a confirmation', async () => {
    const productId = await stocked(merchant, 5);
    const order = { orderId: newOrderId(), lines: [{ productId, quantity: 2 }] };
    expect(await task('release-stock', order)).toEqual({ outcome: 'RELEASED' });
    expect(await task('reserve-stock', order)).toEqual({ outcome: 'OUT_OF_STOCK', productIds: [] });
    expect(await task('confirm-stock', order)).toEqual({ outcome: 'EXPIRED' });
    expect(await stockOf(productId)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  test('released 16 times at once, when sold, gives its units back once', async () => {
    const productId = await stocked(merchant, 30);
    const orders = Array.from({ length: 5 }, () => ({ orderId: newOrderId(), lines: [{ productId, quantity: 4 }] }));
    for (const order of orders) await task('reserve-stock', order);
    for (const order of orders) await task('confirm-stock', order);
    const [first] = orders;
    if (first) await Promise.all(Array.from({ length: 16 }, () => task('release-stock', first)));
    expect(await stockOf(productId)).toEqual({ available: 14, reserved: 0, sold: 16 });
  });

  test('whose lease is over cannot be confirmed, also before the sweep has come; a confirmed one stays', async () => {
    const productId = await stocked(merchant, 9);
    const past = Date.now() - LEASE_MS - 1;
    const [late, bought] = [newOrderId(), newOrderId()];
    await reserve(store, { orderId: late, lines: [{ productId, quantity: 2 }] }, past);
    await reserve(store, { orderId: bought, lines: [{ productId, quantity: 3 }] }, past + 20_000);
    expect(await task('confirm-stock', { orderId: bought })).toEqual({ outcome: 'CONFIRMED' });
    expect(await task('confirm-stock', { orderId: late })).toEqual({ outcome: 'EXPIRED' });
    expect(await stockOf(productId)).toEqual({ available: 6, reserved: 0, sold: 3 });
  });
});

describe('restocking', () => {
  test('twice with one key adds once, also when the first answer was lost', async () => {
    const { productId } = await newProduct(merchant);
    const key = unique();
    await restock(merchant, productId, 10, key);
    await restock(merchant, productId, 10, key);
    expect(await stockOf(productId)).toEqual({ available: 10, reserved: 0, sold: 0 });
    const TableName = await bound('inventory/http', platformBindings.guardTable);
    const client = DynamoDBDocumentClient.from(new DynamoDBClient(root));
    for await (const { Items = [] } of paginateScan({ client }, { TableName }))
      for (const { id } of Items) await client.send(new DeleteCommand({ TableName, Key: { id } }));
    expect((await restock(merchant, productId, 10, key)).body).toEqual({ available: 10, reserved: 0, sold: 0 });
    expect((await restock(merchant, productId, 10)).body).toEqual({ available: 20, reserved: 0, sold: 0 });
  });

  test('is for the merchant whose product it is', async () => {
    const [rival, customer] = [await newPerson('merchant'), await newPerson()];
    const productId = await stocked(merchant, 1);
    const refusals = [];
    for (const person of [rival, customer]) {
      const { status, body } = await restock(person, productId, 5);
      refusals.push([status, body.code]);
    }
    const nobody = await ask('POST', `/api/products/${productId}/stock`, { body: { quantity: 5 }, direct: true });
    expect([...refusals, nobody.status]).toEqual([[404, 'NOT_FOUND'], [403, 'FORBIDDEN'], 401]);
    expect(await stockOf(productId)).toEqual({ available: 1, reserved: 0, sold: 0 });
  });

  test('goes by the newest that the catalog said, in whatever order it came', async () => {
    const productId = unique().padEnd(16, '0');
    for (const [merchantId, version] of [
      ['somebody', 1],
      [merchant.userId, 3],
      ['somebody', 2],
      [merchant.userId, 3],
    ] as const)
      expect(await productChanged({ productId, merchantId, version })).toEqual({ batchItemFailures: [] });
    expect((await restock(merchant, productId, 2)).body).toEqual({ available: 2, reserved: 0, sold: 0 });
  });

  test('of a product no longer sold is refused, of one that never was too; the stock is everybody’s to read', async () => {
    const productId = await stocked(merchant, 1);
    expect((await ask('DELETE', `/api/products/${productId}`, { token: merchant.token })).status).toBe(204);
    const codes = new Set<string>();
    for (let tries = 0; tries < 50 && !codes.has('PRODUCT_GONE'); tries += 1)
      codes.add((await restock(merchant, productId, 1)).body.code);
    expect([...codes].at(-1)).toBe('PRODUCT_GONE');
    const unknown = '0'.repeat(16);
    expect((await restock(merchant, unknown, 1)).body.code).toBe('NOT_FOUND');
    expect((await ask('GET', `/api/products/${unknown}/stock`)).body.code).toBe('NOT_FOUND');
    const { productId: empty } = await newProduct(merchant);
    const answer = await ask('GET', `/api/products/${empty}/stock`);
    expect([answer.body, answer.headers['cache-control']]).toEqual([
      { available: 0, reserved: 0, sold: 0 },
      'no-store',
    ]);
  });
});
