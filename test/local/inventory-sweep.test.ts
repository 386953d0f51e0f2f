// What nobody confirms comes back: leases that are over, and holds of tries that died.
import { describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../lambdas/inventory/contract.ts';
import { reserve } from '../../lambdas/inventory/reservation.ts';
import { homeBucket } from '../../lambdas/inventory/stock.ts';
import { newOrderId, stocked, stockOf, storeHere, task } from '../stock/deployed.ts';
import { invoke } from './aws.ts';
import { newPerson } from './client.ts';

const merchant = await newPerson('merchant');
const store = await storeHere();

describe('the sweep', () => {
  test('ends what nobody confirmed in ten minutes, and nothing else', async () => {
    const productId = await stocked(merchant, 20);
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
    // Of more units than a bucket has.
    await reserved(7, nowMs - LEASE_MS - 1);
    await invoke('inventory/expire-reservations', {});
    expect(await stockOf(productId)).toEqual({ available: 17, reserved: 3, sold: 0 });
    const again = { orderId: over, lines: [{ productId, quantity: 2 }] };
    expect(await task('reserve-stock', again)).toEqual({ outcome: 'OUT_OF_STOCK', productIds: [] });
    expect(await task('confirm-stock', { orderId: open })).toEqual({ outcome: 'CONFIRMED' });
  });

  test('gives back the hold of a try that died before its record, when its lease is over or its order released', async () => {
    const productId = await stocked(merchant, 20);
    const dead = async (untilMs: number) => {
      const orderId = newOrderId();
      const bucket = homeBucket(orderId, productId, store.shards);
      expect(await store.hold(orderId, { productId, bucket, quantity: 1 }, untilMs)).toBeDefined();
      return orderId;
    };
    const nowMs = Date.now();
    const over = await dead(nowMs - 1);
    const released = await dead(nowMs + LEASE_MS - 40_000);
    const coming = await dead(nowMs + LEASE_MS - 40_000);
    await task('release-stock', { orderId: released });
    expect(await stockOf(productId)).toEqual({ available: 17, reserved: 3, sold: 0 });
    await invoke('inventory/expire-reservations', {});
    expect(await stockOf(productId)).toEqual({ available: 19, reserved: 1, sold: 0 });
    // The try that comes back finds its hold, and takes no second one.
    for (const [orderId, outcome] of [
      [coming, 'RESERVED'],
      [over, 'OUT_OF_STOCK'],
    ] as const)
      expect(await task('reserve-stock', { orderId, lines: [{ productId, quantity: 1 }] })).toMatchObject({ outcome });
    expect(await stockOf(productId)).toEqual({ available: 19, reserved: 1, sold: 0 });
  });
});
