// Stock over HTTP and by the saga's tasks: never oversold, never lost, all or none, and returned when not confirmed.
import { describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../../lambdas/inventory/contract.ts';
import { type Reservation, reserve } from '../../../lambdas/inventory/reservation.ts';
import { type BucketKey, type Hold, homeBucket } from '../../../lambdas/inventory/stock.ts';
import { bucketsOf, heldBuckets, noLongerHeld } from '../../../lambdas/inventory/stock-store.ts';
import { again, newOrderId, stockedProduct, stockOf, storeHere, task } from '../../stock/deployed.ts';
import { invoke } from '../kit/aws.ts';
import { bounded, newPerson } from '../kit/client.ts';

const merchant = await newPerson('merchant');
const store = await storeHere();

const step = (...call: Parameters<typeof task>) => again(() => task(...call));
const stocked = (quantity: number) => stockedProduct(merchant, quantity);

/** Reads the stock while the work runs: every reading must have this sum. */
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

/** 16 clients order until one is refused; every fifth order is sent twice at once. */
async function orderOut(productId: string, quantity: number): Promise<string[]> {
  const reserved: string[] = [];
  const client = async () => {
    for (let asked = 0; asked < 40; asked += 1) {
      const order = { orderId: newOrderId(), lines: [{ productId, quantity }] };
      const calls = Array.from({ length: asked % 5 === 2 ? 2 : 1 }, () => step('reserve-stock', order));
      const outcomes = new Set((await Promise.all(calls)).map(({ outcome }) => outcome));
      expect(outcomes.size).toBe(1);
      if (outcomes.has('OUT_OF_STOCK')) return;
      reserved.push(order.orderId);
    }
    throw new Error('40 orders of one client, and none was refused');
  };
  await Promise.all(Array.from({ length: 16 }, client));
  return reserved;
}

describe('16 clients', () => {
  test('on 50 units get exactly 50, and buy them; whoever reads meanwhile finds 50', async () => {
    const productId = await stocked(50);
    await expectConserved(productId, 50, async () => {
      const orders = await orderOut(productId, 1);
      expect(new Set(orders).size).toBe(50);
      expect(await stockOf(productId)).toEqual({ available: 0, reserved: 50, sold: 0 });
      const answers = await bounded(16, [...orders, ...orders.slice(0, 10)], (orderId) =>
        step('confirm-stock', { orderId }),
      );
      expect(answers.filter(({ outcome }) => outcome !== 'CONFIRMED')).toEqual([]);
    });
    expect(await stockOf(productId)).toEqual({ available: 0, reserved: 0, sold: 50 });
  });

  test('who want five each get ten times five of 50, also when no bucket has five any more', async () => {
    const productId = await stocked(50);
    expect(await orderOut(productId, 5)).toHaveLength(10);
    expect(await stockOf(productId)).toEqual({ available: 0, reserved: 50, sold: 0 });
  });

  test('reserving, confirming and releasing across each other leave what their answers say', async () => {
    const productId = await stocked(40);
    let bought = 0;
    await expectConserved(productId, 40, async () => {
      await bounded(16, Array.from({ length: 80 }, newOrderId), async (orderId) => {
        const lines = [{ productId, quantity: 2 }];
        const { outcome } = await step('reserve-stock', { orderId, lines });
        if (outcome !== 'RESERVED') return;
        const undo = Math.random() < 0.6;
        const [confirmed] = await Promise.all([
          step('confirm-stock', { orderId }),
          ...(undo ? [step('release-stock', { orderId })] : []),
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
      stocked,
    );
    const [twice = '', last = ''] = [products[0], products[18]];
    const lines = [...products, twice].map((productId) => ({ productId, quantity: 1 }));
    const all = { orderId: newOrderId(), lines };
    expect(await step('reserve-stock', all)).toEqual({ outcome: 'RESERVED' });
    expect(await stockOf(twice)).toEqual({ available: 1, reserved: 2, sold: 0 });
    expect(await stockOf(last)).toEqual({ available: 2, reserved: 1, sold: 0 });
    const none = await step('reserve-stock', { orderId: newOrderId(), lines });
    expect(none).toEqual({ outcome: 'OUT_OF_STOCK', productIds: [twice] });
    expect(await stockOf(last)).toEqual({ available: 2, reserved: 1, sold: 0 });
    expect(await step('confirm-stock', all)).toEqual({ outcome: 'CONFIRMED' });
    expect(await stockOf(twice)).toEqual({ available: 1, reserved: 0, sold: 2 });
  });

  test('that was released is so for good: a late reserve is refused, and so is a confirmation', async () => {
    const productId = await stocked(5);
    const order = { orderId: newOrderId(), lines: [{ productId, quantity: 2 }] };
    expect(await step('release-stock', order)).toEqual({ outcome: 'RELEASED' });
    expect(await step('reserve-stock', order)).toEqual({ outcome: 'OUT_OF_STOCK', productIds: [] });
    expect(await step('confirm-stock', order)).toEqual({ outcome: 'EXPIRED' });
    expect(await stockOf(productId)).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  test('released 16 times at once, when sold, gives its units back once', async () => {
    const productId = await stocked(30);
    const orders = Array.from({ length: 12 }, () => ({ orderId: newOrderId(), lines: [{ productId, quantity: 1 }] }));
    for (const order of orders) await step('reserve-stock', order);
    for (const order of orders) await step('confirm-stock', order);
    const [first, ...others] = orders as [(typeof orders)[0], ...typeof orders];
    await Promise.all(Array.from({ length: 16 }, () => step('release-stock', first)));
    expect(await stockOf(productId)).toEqual({ available: 19, reserved: 0, sold: 11 });
    // Two releases both read the reservation before either writes, in a bucket with more to return.
    const records = await Promise.all(others.map(async ({ orderId }) => (await store.find(orderId)) as Reservation));
    const inBuckets = [...Map.groupBy(records, ({ takes: [take] }) => take?.bucket).values()];
    const kept = inBuckets.find(({ length }) => length > 1)?.[0] as Reservation;
    expect([await store.release(kept, []), await store.release(kept, [])]).toEqual([true, false]);
    expect(await stockOf(productId)).toEqual({ available: 20, reserved: 0, sold: 10 });
  });

  test('whose lease is over cannot be confirmed, also before the sweep has come; a confirmed one stays', async () => {
    const productId = await stocked(9);
    const past = Date.now() - LEASE_MS - 1;
    const [late, bought] = [newOrderId(), newOrderId()];
    await reserve(store, { orderId: late, lines: [{ productId, quantity: 2 }] }, past);
    await reserve(store, { orderId: bought, lines: [{ productId, quantity: 3 }] }, past + 20_000);
    expect(await step('confirm-stock', { orderId: bought })).toEqual({ outcome: 'CONFIRMED' });
    expect(await step('confirm-stock', { orderId: late })).toEqual({ outcome: 'EXPIRED' });
    expect(await stockOf(productId)).toEqual({ available: 6, reserved: 0, sold: 3 });
  });
});

describe('the sweep', () => {
  test('ends what nobody confirmed in ten minutes, and nothing else', async () => {
    const productId = await stocked(20);
    const reserved = async (quantity: number, nowMs: number) => {
      const orderId = newOrderId();
      expect(await reserve(store, { orderId, lines: [{ productId, quantity }] }, nowMs)).toEqual({
        outcome: 'RESERVED',
      });
      return orderId;
    };
    const nowMs = Date.now();
    const over = await reserved(2, nowMs - LEASE_MS - 1);
    const open = await reserved(3, nowMs - LEASE_MS + 60_000);
    // Needs more units than a bucket has.
    await reserved(7, nowMs - LEASE_MS - 1);
    await invoke('inventory/expire-reservations', {});
    expect(await stockOf(productId)).toEqual({ available: 17, reserved: 3, sold: 0 });
    const again = { orderId: over, lines: [{ productId, quantity: 2 }] };
    expect(await step('reserve-stock', again)).toEqual({ outcome: 'OUT_OF_STOCK', productIds: [] });
    expect(await step('confirm-stock', { orderId: open })).toEqual({ outcome: 'CONFIRMED' });
  });

  test('finds a bucket from its first hold on, until it has none', async () => {
    const productId = await stocked(40);
    const nowMs = Date.now();
    const found = async (number: number) => {
      const buckets: BucketKey[] = [];
      for await (const page of heldBuckets(number, nowMs)) buckets.push(...page);
      return buckets.filter((bucket) => bucket.productId === productId);
    };
    const inAll = async () => Promise.all(bucketsOf(productId).map(async ({ bucket }) => (await found(bucket)).length));
    expect(await inAll()).toEqual([0, 0, 0, 0]);
    const untilMs = nowMs + LEASE_MS;
    const takes = bucketsOf(productId).map((at) => ({ ...at, quantity: 1 }));
    const hold = async (take: (typeof takes)[number], until: number) => {
      const orderId = newOrderId();
      return { orderId, take, hold: (await store.hold(orderId, take, until)) as Hold };
    };
    const held = await Promise.all(takes.map((take) => hold(take, untilMs)));
    expect(await inAll()).toEqual([1, 1, 1, 1]);
    // A later hold does not make the bucket younger.
    const [first] = held as [(typeof held)[number]];
    const later = await hold(first.take, untilMs + 60_000);
    expect(await inAll()).toEqual([1, 1, 1, 1]);
    for (const one of held) await store.drop(one.orderId, one.take, one.hold);
    // Empty ones leave the index, the one with a hold stays.
    const left = await Promise.all(takes.map((at) => noLongerHeld(at)));
    expect(left).toEqual(takes.map((at) => at.bucket !== first.take.bucket));
    expect(await inAll()).toEqual(left.map((isOut) => (isOut ? 0 : 1)));
    await store.drop(later.orderId, later.take, later.hold);
    expect([await noLongerHeld(first.take), await inAll()]).toEqual([true, [0, 0, 0, 0]]);
  });

  test('gives back the hold of a try that died before its record, when its lease is over or its order released', async () => {
    const productId = await stocked(20);
    const dead = async (untilMs: number) => {
      const orderId = newOrderId();
      const bucket = homeBucket(orderId, productId, store.shards);
      expect(await store.hold(orderId, { productId, bucket, quantity: 1 }, untilMs)).toBeDefined();
      return orderId;
    };
    const nowMs = Date.now();
    const released = await dead(nowMs + LEASE_MS - 40_000);
    const coming = await dead(nowMs + LEASE_MS - 40_000);
    expect(await stockOf(productId)).toEqual({ available: 18, reserved: 2, sold: 0 });
    // From here on the scheduled sweep may return the units.
    await step('release-stock', { orderId: released });
    const over = await dead(nowMs - 1);
    await invoke('inventory/expire-reservations', {});
    expect(await stockOf(productId)).toEqual({ available: 19, reserved: 1, sold: 0 });
    // A retry finds its hold and takes no second one.
    for (const [orderId, outcome] of [
      [coming, 'RESERVED'],
      [over, 'OUT_OF_STOCK'],
    ] as const)
      expect(await step('reserve-stock', { orderId, lines: [{ productId, quantity: 1 }] })).toMatchObject({ outcome });
    expect(await stockOf(productId)).toEqual({ available: 19, reserved: 1, sold: 0 });
  });
});
