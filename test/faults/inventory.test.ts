// Inventory under faults: every task crashes before and after each of its AWS calls, loses answers and is throttled; then it is
// retried, as the saga does, and everything has happened once.
// @takes 180 s
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../lambdas/inventory/contract.ts';
import { type ReservationStore, release, reserve } from '../../lambdas/inventory/reservation.ts';
import { homeBucket } from '../../lambdas/inventory/stock.ts';
import { invoke, schedule } from '../local/kit/aws.ts';
import { bounded, newPerson, type Person, unique } from '../local/kit/client.ts';
import {
  again,
  newOrderId,
  productChanged,
  restock,
  stockedProduct,
  stockOf,
  storeHere,
  task,
} from '../stock/deployed.ts';
import { type Armed, armUntilHit, callsOf, expectAllFired, pause, pointsOf, roomInMinute } from './kit/arm.ts';
import type { Kind } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';

const SWEEP = 'inventory/expire-reservations';
const KINDS: readonly Kind[] = ['kill-before', 'kill-after', 'lost', 'throttle'];

let merchant: Person;
let store: ReservationStore;
beforeAll(async () => {
  merchant = await newPerson('merchant');
  store = await storeHere();
});

/** The sweep reads every hold, so a test's leftovers would add calls to the next test. */
let ordered: string[] = [];
afterEach(async () => {
  await bounded(8, ordered, (orderId) => release(store, orderId));
  ordered = [];
});

const stocked = (quantity: number) => stockedProduct(merchant, quantity);

/** Runs the work once to record its calls, then once for each fault at each call; returns the number of runs. */
async function atEveryCall<Made>(
  functionId: string,
  prepare: () => Promise<Made>,
  work: (made: Made) => Promise<unknown>,
): Promise<number> {
  await work(await prepare());
  const recorded = await prepare();
  const calls = await callsOf(functionId, () => work(recorded));
  const points = seeded(functionId).shuffled(pointsOf(calls, KINDS));
  const cases: Armed[] = [];
  let times = 2;
  for (const fault of points) {
    const made = async () => {
      const ready = await prepare();
      times += 1;
      return () => work(ready);
    };
    cases.push(await armUntilHit(functionId, [fault], made));
  }
  expect(calls.length).toBeGreaterThan(0);
  expectAllFired(cases);
  return times;
}

/** Runs a step of the saga to its answer, and checks that a repetition answers the same. */
async function step(...call: Parameters<typeof task>): Promise<string> {
  const { outcome } = await again(() => task(...call));
  expect((await again(() => task(...call))).outcome).toBe(outcome);
  return outcome;
}

interface Order {
  readonly orderId: string;
  readonly lines: { productId: string; quantity: number }[];
}
type Make = () => Promise<Order>;
async function order(lines: Order['lines']): Promise<Order> {
  const orderId = newOrderId();
  ordered.push(orderId);
  return { orderId, lines };
}

/** Orders without and with a transaction; `each` is the quantity of the first product. */
async function kindsOfOrders(): Promise<{ name: string; productId: string; each: number; make: Make; room: number }[]> {
  const room = 2000;
  const [one, two, other] = [await stocked(room), await stocked(room), await stocked(room)];
  return [
    { name: 'one line', productId: one, each: 1, room, make: () => order([{ productId: one, quantity: 1 }]) },
    {
      name: 'two lines',
      productId: two,
      each: 2,
      room,
      make: () =>
        order([
          { productId: two, quantity: 2 },
          { productId: other, quantity: 1 },
        ]),
    },
  ];
}

test('a reservation is made once, wherever its task dies', async () => {
  for (const { productId, each, make, room } of await kindsOfOrders()) {
    const times = await atEveryCall('inventory/reserve-stock', make, async (made) =>
      expect(await step('reserve-stock', made)).toBe('RESERVED'),
    );
    expect(await stockOf(productId)).toEqual({ available: room - times * each, reserved: times * each, sold: 0 });
  }
}, 120_000);

test('a reservation out of several buckets is made once, or refused without a trace', async () => {
  const several = async () => order([{ productId: await stocked(20), quantity: 18 }]);
  await atEveryCall('inventory/reserve-stock', several, async (made) => {
    expect(await step('reserve-stock', made)).toBe('RESERVED');
    expect(await stockOf(made.lines[0]?.productId ?? '')).toEqual({ available: 2, reserved: 18, sold: 0 });
  });
  const productId = await stocked(20);
  await atEveryCall(
    'inventory/reserve-stock',
    () => order([{ productId, quantity: 21 }]),
    async (made) => expect(await step('reserve-stock', made)).toBe('OUT_OF_STOCK'),
  );
  expect(await stockOf(productId)).toEqual({ available: 20, reserved: 0, sold: 0 });
}, 120_000);

test('what is reserved is sold once, wherever the confirmation dies', async () => {
  for (const { productId, each, make, room } of await kindsOfOrders()) {
    const reserved = async () => {
      const made = await make();
      await task('reserve-stock', made);
      return made;
    };
    const times = await atEveryCall('inventory/confirm-stock', reserved, async ({ orderId }) =>
      expect(await step('confirm-stock', { orderId })).toBe('CONFIRMED'),
    );
    expect(await stockOf(productId)).toEqual({ available: room - times * each, reserved: 0, sold: times * each });
  }
}, 120_000);

test('a lease that is over is ended once, wherever its confirmation dies', async () => {
  const productId = await stocked(50);
  const late = async () => {
    const made = await order([{ productId, quantity: 1 }]);
    await reserve(store, made, Date.now() - LEASE_MS - 1);
    return made;
  };
  await atEveryCall('inventory/confirm-stock', late, async ({ orderId }) =>
    expect(await step('confirm-stock', { orderId })).toBe('EXPIRED'),
  );
  expect(await stockOf(productId)).toEqual({ available: 50, reserved: 0, sold: 0 });
}, 120_000);

test('units come back once, wherever the release dies, from reserved, from sold and from nothing', async () => {
  for (const { productId, make, room } of await kindsOfOrders()) {
    for (const steps of [[], ['reserve-stock'], ['reserve-stock', 'confirm-stock']] as const) {
      const prepared = async () => {
        const made = await make();
        for (const name of steps) await task(name, made);
        return made;
      };
      await atEveryCall('inventory/release-stock', prepared, async (made) => {
        expect(await step('release-stock', { orderId: made.orderId })).toBe('RELEASED');
        expect((await task('reserve-stock', made)).outcome).toBe('OUT_OF_STOCK');
      });
    }
    expect(await stockOf(productId)).toEqual({ available: room, reserved: 0, sold: 0 });
  }
}, 180_000);

test('the sweep ends a lease and a stray once, wherever it dies', async () => {
  const productId = await stocked(50);
  // Both are in one bucket, where the sweep reads them one after the other, so the order of calls is fixed.
  const idOfBucket = (bucket: number): string => {
    for (;;) {
      const orderId = newOrderId();
      if (homeBucket(orderId, productId, store.shards) === bucket) return orderId;
    }
  };
  const late = async () => {
    const past = Date.now() - 1;
    await reserve(store, { orderId: idOfBucket(0), lines: [{ productId, quantity: 2 }] }, past - LEASE_MS);
    await store.hold(idOfBucket(0), { productId, bucket: 0, quantity: 1 }, past);
  };
  const sweep = () => invoke(SWEEP, {});
  // The scheduled sweep would meet the fault in the middle of its calls.
  await schedule(SWEEP, false);
  try {
    await atEveryCall(SWEEP, late, async () => {
      await again(sweep);
      await again(sweep);
      expect(await stockOf(productId)).toEqual({ available: 50, reserved: 0, sold: 0 });
    });
  } finally {
    await schedule(SWEEP, true);
  }
}, 180_000);

test('a restock is added once, wherever the instance that adds it dies', async () => {
  const productId = await stocked(1);
  await roomInMinute(40);
  const asked: string[] = [];
  // A new instance first reads its secret; call numbers are those of a warm one.
  const other = await stocked(1);
  const prepare = async () => {
    await again(async () => expect((await restock(merchant, other, 1)).status).toBe(200));
    return unique();
  };
  const send = (key: string) => restock(merchant, productId, 10, key).catch(() => ({ status: 0, body: undefined }));
  const times = await atEveryCall('inventory/http', prepare, async (key) => {
    asked.push(key);
    await send(key);
  });
  // Retries each key until it is answered; a crashed instance's lock on its key expires after a while.
  const untilMade = async (key: string) => {
    for (const deadline = Date.now() + 45_000; ; await pause(1000)) {
      const { status, body } = await send(key);
      if (status === 200) return;
      if (Date.now() > deadline) throw new Error(`restock: ${status} ${JSON.stringify(body)}`);
    }
  };
  await Promise.all(asked.map(untilMade));
  expect(await stockOf(productId)).toEqual({ available: 1 + 10 * times, reserved: 0, sold: 0 });
}, 180_000);

test('the owner of a product is stored, wherever the consumer dies', async () => {
  const owned: string[] = [];
  const prepare = async () => unique().padEnd(16, '0');
  await atEveryCall('inventory/project-products', prepare, async (productId) => {
    const deliver = (merchantId: string, version: number) => productChanged({ productId, merchantId, version });
    // The queue redelivers crashed and failed messages; the older version arrives last.
    await again(async () => expect(await deliver(merchant.userId, 2)).toEqual({ batchItemFailures: [] }));
    await again(async () => expect(await deliver('somebody-else', 1)).toEqual({ batchItemFailures: [] }));
    owned.push(productId);
  });
  for (const productId of owned) expect((await restock(merchant, productId, 1)).status).toBe(200);
}, 120_000);
