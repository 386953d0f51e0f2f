// The state machine of a reservation: every order of steps against its guarantees.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryStock, type Step } from '../../test/stock/memory-store.ts';
import { type Command, commands, compared, productIdOf, type System } from '../../test/stock/model.ts';
import { LEASE_MS } from './contract.ts';
import { sweepBucket } from './expiry.ts';
import { confirm, type ReservationStore, release, reserve } from './reservation.ts';
import { totalOf } from './stock.ts';

const atOnce: Step = async (_, effect) => effect();
const stockOf = (stock: MemoryStock, productId: string) =>
  totalOf([...stock.buckets.values()].filter((bucket) => bucket.productId === productId));

async function sweep(stock: MemoryStock, store: ReservationStore, nowMs: number): Promise<void> {
  for (const bucket of [...stock.buckets.values()]) await sweepBucket(store, bucket, nowMs);
}

function inMemory(stock: MemoryStock): System {
  const store = stock.store(atOnce);
  return {
    stock: async (product) => stockOf(stock, productIdOf(product)),
    async run(command: Command, nowMs) {
      const orderId = `order${'order' in command ? command.order : ''}`;
      if (command.do === 'reserve') return reserve(store, { orderId, lines: command.lines }, nowMs);
      if (command.do === 'confirm') return confirm(store, orderId, nowMs);
      if (command.do === 'release') return release(store, orderId);
      if (command.do === 'expire') return sweep(stock, store, nowMs);
      if (command.do === 'restock')
        return stock.restock(productIdOf(command.product), command.quantity, `${command.product}#${command.operation}`);
      return undefined;
    },
  };
}

test('one after the other, duplicates and late ones included, they answer and count as four states and three numbers do', async () => {
  await fc.assert(
    fc.asyncProperty(commands, fc.integer({ min: 1, max: 4 }), async (sequence, shards) => {
      const stock = new MemoryStock(shards);
      const { expected, got } = await compared(sequence, inMemory(stock));
      expect(got).toEqual(expected);
      expect(stock.wrongs()).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

test('a try that comes too late to know of the others takes nothing', async () => {
  const order = { orderId: 'order', lines: [{ productId: 'a', quantity: 2 }] };
  const ends = {
    sold: (store: ReservationStore) => confirm(store, 'order', 1),
    released: (store: ReservationStore) => release(store, 'order'),
  };
  for (const [end, outcome] of [
    ['sold', 'RESERVED'],
    ['released', 'OUT_OF_STOCK'],
  ] as const) {
    const stock = new MemoryStock(2);
    stock.restock('a', 10, 'first');
    const store = stock.store(atOnce);
    await reserve(store, order, 0);
    await ends[end](store);
    const before = stockOf(stock, 'a');
    // It looked before the first one wrote, and resumes now.
    const blind = { ...store, find: async () => undefined };
    expect(await reserve(blind, order, 2)).toMatchObject({ outcome });
    expect(stockOf(stock, 'a')).toEqual(before);
  }
});

test('a try that stands still until its lease is over is refused: its units were given back', async () => {
  const stock = new MemoryStock(2);
  stock.restock('a', 10, 'first');
  const store = stock.store(atOnce);
  const stalled: ReservationStore = {
    ...store,
    keep: async (record) => {
      await sweep(stock, store, LEASE_MS);
      return store.keep(record);
    },
  };
  const order = { orderId: 'order', lines: [{ productId: 'a', quantity: 2 }] };
  expect(await reserve(stalled, order, 0)).toEqual({ outcome: 'OUT_OF_STOCK', productIds: [] });
  expect(await confirm(store, 'order', 1)).toEqual({ outcome: 'EXPIRED' });
  expect(stockOf(stock, 'a')).toEqual({ available: 10, reserved: 0, sold: 0 });
});

/** Fate of a call in flight: it dies before or after one of its steps, or a step is sent twice. */
const mishap = fc.option(
  fc.record({ step: fc.integer({ min: 1, max: 6 }), kind: fc.constantFrom('before', 'after', 'twice') }),
);
const order = fc.integer({ min: 0, max: 2 });
const line = fc.record({ productId: fc.constantFrom('a', 'b'), quantity: fc.integer({ min: 1, max: 3 }) });
const call = fc.record({
  order,
  does: fc.oneof(
    { weight: 4, arbitrary: fc.constant('reserve' as const) },
    { weight: 3, arbitrary: fc.constant('confirm' as const) },
    { weight: 2, arbitrary: fc.constant('release' as const) },
    { weight: 1, arbitrary: fc.constant('sweep' as const) },
  ),
  /** Clocks differ: a lease can be over for one call and still running for another. */
  nowMs: fc.constantFrom(0, 0, 1, 40_000, LEASE_MS, LEASE_MS + 40_000),
  mishap,
});

class Died extends Error {}

interface Answered {
  readonly order: number;
  readonly does: string;
  readonly outcome: string;
}

describe('all at once, their steps in any order, with deaths and lost answers', () => {
  const race = fc.record({
    calls: fc.array(call, { minLength: 3, maxLength: 9 }),
    /** Every order asks for the same lines, however often it is requested. */
    lines: fc.array(fc.array(line, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
    restocked: fc.integer({ min: 0, max: 5 }),
    shards: fc.integer({ min: 1, max: 3 }),
  });

  async function play(
    { calls, lines, restocked, shards }: typeof race extends fc.Arbitrary<infer R> ? R : never,
    scheduler: fc.Scheduler,
  ) {
    const stock = new MemoryStock(shards);
    for (const productId of ['a', 'b']) stock.restock(productId, restocked, `first ${productId}`);
    const wrongs: string[] = [];
    const answers: Answered[] = [];
    const stepOf = (bad: (typeof calls)[number]['mishap']): Step => {
      let steps = 0;
      return async (name, effect) => {
        steps += 1;
        const kind = bad?.step === steps ? bad.kind : undefined;
        await scheduler.schedule(Promise.resolve(), name);
        if (kind === 'before') throw new Died();
        if (kind === 'twice') {
          effect();
          await scheduler.schedule(Promise.resolve(), `${name} again`);
        }
        const answer = effect();
        wrongs.push(...stock.wrongs());
        if (kind === 'after') throw new Died();
        return answer;
      };
    };
    const started = calls.map(async ({ order: number, does, nowMs, mishap: bad }) => {
      const store = stock.store(stepOf(bad));
      const orderId = `order${number}`;
      try {
        if (does === 'sweep') return await sweep(stock, store, nowMs);
        const answer =
          does === 'reserve'
            ? await reserve(store, { orderId, lines: lines[number] ?? [] }, nowMs)
            : await (does === 'confirm' ? confirm(store, orderId, nowMs) : release(store, orderId));
        answers.push({ order: number, does, outcome: answer.outcome });
      } catch (error) {
        if (!(error instanceof Died)) throw error;
      }
    });
    // A restock in the middle, delivered twice.
    const more = scheduler.schedule(Promise.resolve(), 'restock').then(() => {
      stock.restock('a', 2, 'second');
      stock.restock('a', 2, 'second');
    });
    await scheduler.waitFor(Promise.all([...started, more]));
    // Once all leases are over, two sweeps leave nothing open.
    for (let i = 0; i < 2; i += 1) await sweep(stock, stock.store(atOnce), 3 * LEASE_MS);
    return { stock, wrongs, answers };
  }

  test('no unit is lost, made or taken twice, and every answer stays true', async () => {
    await fc.assert(
      fc.asyncProperty(race, fc.scheduler(), async (given, scheduler) => {
        const { stock, wrongs, answers } = await play(given, scheduler);
        expect(wrongs).toEqual([]);
        expect(stock.wrongs()).toEqual([]);
        // All restocked units are accounted for, and nothing is held any more.
        for (const [productId, sum] of [
          ['a', given.restocked + 2],
          ['b', given.restocked],
        ] as const) {
          const { available, reserved, sold } = stockOf(stock, productId);
          expect({ reserved, sum: available + sold }).toEqual({ reserved: 0, sum });
        }
        // Sold equals what confirmed and unreleased orders have.
        const bought = [...stock.records.values()].filter(({ state }) => state === 'RESERVED');
        for (const bucket of stock.buckets.values()) {
          const takes = bought.flatMap((record) => record.takes);
          const here = takes.filter(
            ({ productId, bucket: number }) => productId === bucket.productId && number === bucket.bucket,
          );
          expect(bucket.sold).toBe(here.reduce((total, { quantity }) => total + quantity, 0));
        }
        for (const { order: number, does, outcome } of answers) {
          const state = stock.records.get(`order${number}`)?.state;
          const released = given.calls.some((one) => one.order === number && one.does === 'release');
          if (does === 'release') expect(state).toBe('RELEASED');
          if (outcome === 'RESERVED') expect(state).toBeDefined();
          if (outcome === 'CONFIRMED' && !released) expect(state).toBe('RESERVED');
        }
        for (const { orderId } of bought) {
          const number = Number(orderId.slice('order'.length));
          const does = (what: string) => given.calls.some((one) => one.order === number && one.does === what);
          expect([does('reserve'), does('confirm')]).toEqual([true, true]);
          const lines = given.lines[number] ?? [];
          const quantity = (of: readonly { quantity: number }[]) => of.reduce((sum, one) => sum + one.quantity, 0);
          expect(quantity(stock.records.get(orderId)?.takes ?? [])).toBe(quantity(lines));
        }
      }),
      { numRuns: 3000 },
    );
  }, 120_000);
});
