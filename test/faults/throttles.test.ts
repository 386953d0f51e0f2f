// Lambda takes no calls of a function for a while: its concurrency is 0. Whoever called it ends right once that is over.
// @takes 135 s
import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../lambdas/inventory/contract.ts';
import { reserve } from '../../lambdas/inventory/reservation.ts';
import { pause } from '../../lambdas/shared/base/clock.ts';
import { started } from '../local/jobs/jobs-world.ts';
import { functionOf, lambda } from '../local/kit/aws.ts';
import { ask, eventually, newPerson, type Person, unique } from '../local/kit/client.ts';
import { fillCart, placeOrder, settled } from '../local/orders/shopping.ts';
import { newOrderId, stockedProduct, stockOf, storeHere } from '../stock/deployed.ts';
import { Counting } from './jobs/counting.ts';
import { Market, placeUntilTaken } from './orders/market.ts';

let market: Market;
let counting: Counting;
let merchant: Person;
beforeAll(async () => {
  market = await Market.open(6);
  counting = await Counting.open();
  merchant = await newPerson('merchant');
}, 120_000);

let throttled: string[] = [];
async function throttle(...ids: readonly string[]): Promise<void> {
  const names = await Promise.all(ids.map(async (id) => (await functionOf(id)).FunctionName));
  throttled.push(...names);
  for (const FunctionName of names)
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
}
async function release(): Promise<void> {
  for (const FunctionName of throttled) await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  throttled = [];
}
afterEach(release);

test('a route answers an error, and retries with the same key place one order', async () => {
  const [buyer, key] = [market.buyer(), unique()];
  await fillCart(buyer, market.shop.productId);
  await throttle('orders/http');
  expect((await placeOrder(buyer, 'pm_ok', key)).status).toBeGreaterThanOrEqual(429);
  await release();
  const orderId = await placeUntilTaken(buyer, key);
  expect(await placeUntilTaken(buyer, key)).toBe(orderId);
  expect((await market.expectEnded([{ buyer, orderId }])).map(({ status }) => status)).toEqual(['CONFIRMED']);
});

test('what reads queues and streams catches up, and a schedule does in its next minute what it could not', async () => {
  const store = await storeHere();
  const productId = await stockedProduct(merchant, 20);
  const past = Date.now() - LEASE_MS - 1;
  expect(await reserve(store, { orderId: newOrderId(), lines: [{ productId, quantity: 2 }] }, past)).toMatchObject({
    outcome: 'RESERVED',
  });
  await throttle(
    'orders/start-saga',
    'orders/project-views',
    'orders/relay',
    'notifications/notify',
    'inventory/expire-reservations',
    'jobs/reconcile',
    'payments/reconcile',
  );
  const placed = await Promise.all(Array.from({ length: 6 }, () => market.place()));
  const jobId = await started(counting.owner, counting.few());
  // At least one scheduled call of each is refused.
  await pause(65_000);
  expect(await stockOf(productId)).toEqual({ available: 18, reserved: 2, sold: 0 });
  await release();
  const orders = await market.expectEnded(placed, 90_000);
  expect(orders.map(({ status }) => status)).toEqual(placed.map(() => 'CONFIRMED'));
  await counting.expectRight(jobId);
  const returned = await eventually(
    () => stockOf(productId),
    ({ reserved }) => reserved === 0,
    90_000,
  );
  expect(returned).toEqual({ available: 20, reserved: 0, sold: 0 });
  // Each buyer is told once that the order is confirmed.
  for (const { buyer, orderId } of placed) {
    const told = await eventually(
      () => noticesOf(buyer, orderId),
      (found) => found.length > 0,
      60_000,
    );
    expect(told).toHaveLength(1);
  }
}, 400_000);

const noticesOf = async (buyer: Person, orderId: string): Promise<unknown[]> =>
  (await ask('GET', '/api/notifications', { token: buyer.token, direct: true })).body.items.filter(
    (one: { orderId: string; kind: string }) => one.orderId === orderId && one.kind === 'orderConfirmed',
  );

test('orders and jobs whose tasks are refused in the middle end right', async () => {
  const [placed, jobId] = await Promise.all([
    Promise.all(Array.from({ length: 6 }, () => market.place('pm_slow'))),
    started(counting.owner, counting.many('hash')),
  ]);
  await throttle(
    'orders/record-step',
    'payments/capture-payment',
    'inventory/confirm-stock',
    'jobs/run-task',
    'jobs/advance-job',
  );
  await pause(5000);
  await release();
  await market.expectEnded(placed, 150_000);
  await counting.expectRight(jobId, 150_000);
  for (const { buyer, orderId } of placed) expect((await settled(buyer, orderId)).status).not.toBe('PENDING');
}, 400_000);
