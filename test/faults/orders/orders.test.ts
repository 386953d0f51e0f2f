// Races, a run on one product, a restart: no customer pays for nothing, and nothing is sold twice.
// @takes 230 s
import { beforeAll, expect, test } from '@jest/globals';
import { bounded, eventually, newPerson } from '../../local/kit/client.ts';
import { npmRun } from '../../local/kit/operator.ts';
import { expectConserved, expectPaidOrNot } from '../../local/orders/books.ts';
import { fillCart, newShop, settled, stockOf } from '../../local/orders/shopping.ts';
import { pause } from '../kit/arm.ts';
import { emulatorUnderTest } from '../kit/environment.ts';
import { seeded } from '../kit/seeded.ts';
import { cancel, END_WITHIN_MS, Market, placeUntilTaken, reconcile, sagas } from './market.ts';

/** A saga that an outage has ended is restarted by the reconciler, which runs every minute. */
const RESTARTED_WITHIN_MS = 90_000;

let market: Market;
beforeAll(async () => {
  market = await Market.open(20);
}, 120_000);

test('a cancel racing a fulfilment is decided once, 100 times: never both', async () => {
  const { below } = seeded('cancels');
  const raced = await bounded(4, Array.from({ length: 100 }), async () => {
    const placed = await market.place();
    await pause(below(2500));
    const answer = await cancel(placed);
    return { placed, status: answer.status };
  });
  const orders = await market.expectEnded(raced.map(({ placed }) => placed));
  const outcomes = raced.map(({ status }, i) => `${status} ${orders[i]?.status} ${orders[i]?.reason ?? ''}`.trim());
  expect([...new Set(outcomes)].sort()).toEqual(['202 CANCELLED CUSTOMER_CANCELLED', '409 CONFIRMED']);
}, 300_000);

test('200 buyers of one product of which there are 10: ten orders, and the stock adds up all the while', async () => {
  const shop = await newShop(10);
  const numbers = Array.from({ length: 200 }, (_, i) => i);
  const buyers = await bounded(6, numbers, () => newPerson());
  await bounded(6, buyers, (buyer) => fillCart(buyer, shop.productId));
  let running = true;
  const watch = (async () => {
    let looks = 0;
    for (; running; looks += 1, await pause(300)) await expectConserved(shop.productId, 10);
    return looks;
  })();
  const placed = await bounded(6, buyers, async (buyer, key = `run-${buyer.userId}`) => ({
    buyer,
    orderId: await placeUntilTaken(buyer, key),
  }));
  const orders = await bounded(4, placed, ({ buyer, orderId }) => settled(buyer, orderId, 120_000));
  running = false;
  expect(await watch).toBeGreaterThan(10);
  const count = (wanted: string) => orders.filter(({ status, reason }) => (reason ?? status) === wanted).length;
  expect({ sold: count('CONFIRMED'), late: count('OUT_OF_STOCK') }).toEqual({ sold: 10, late: 190 });
  expect(await stockOf(shop.productId)).toEqual({ available: 0, reserved: 0, sold: 10 });
  await bounded(4, orders, (order) => expectPaidOrNot(market.admin, order));
}, 400_000);

test('an order whose saga was never started, or was lost, is driven to its end by the reconciler', async () => {
  const placed = await market.place('pm_slow');
  await eventually(
    () => sagas('RUNNING'),
    (names) => names.includes(placed.orderId),
  );
  // The reconciler leaves a running saga alone.
  expect(await reconcile(placed.orderId)).toEqual({ running: 1 });
  await market.expectEnded([placed]);
  expect(await reconcile(placed.orderId)).toEqual({ shown: 1 });
});

test('a restart with ten sagas under way: all come to their end, and nothing is lost or paid twice', async () => {
  const emulator = emulatorUnderTest();
  const placed = await bounded(5, Array.from({ length: 10 }), () => market.place('pm_slow'));
  const running = await eventually(
    () => sagas('RUNNING'),
    (names) => names.length >= 5,
    5000,
  );
  expect(running.length).toBeGreaterThan(0);
  await emulator.stop();
  await emulator.start();
  const returnedAtMs = Date.now();
  // Interrupted executions come back as FAILED, without a notice.
  expect((await sagas('FAILED')).length).toBeGreaterThan(0);
  const orders = await market.expectEnded(placed, RESTARTED_WITHIN_MS + END_WITHIN_MS);
  const restarts = orders.flatMap(({ timeline }) => timeline.filter(({ type }) => type === 'SagaRestarted'));
  expect(restarts).not.toEqual([]);
  for (const { at } of restarts) expect(Date.parse(at) - returnedAtMs).toBeLessThan(RESTARTED_WITHIN_MS);
}, 300_000);

test('after all of it, replaying the events gives the live orders and their lists', async () => {
  const ended = await eventually(
    () => npmRun('rebuild', 'orders'),
    ({ code }) => code === 0,
    END_WITHIN_MS + 30_000,
  );
  expect(ended.output).toContain(': 0 differences');
}, 120_000);
