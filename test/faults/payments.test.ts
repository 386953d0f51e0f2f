// Payment tasks crash before and after every call of AWS and of the bank, and lose answers; the bank itself
// crashes. Its ledger has at most one authorisation, one capture and one refund, and both sides agree.
// @takes 115 s
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { schedule } from '../local/kit/aws.ts';
import { bounded, eventually } from '../local/kit/client.ts';
import * as pay from '../local/payments/paying.ts';
import { type Armed, arm, callsOf, disarm, pointsOf } from './kit/arm.ts';
import type { Fault, Kind } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';

const KILLS: readonly Kind[] = ['kill-before', 'kill-after'];
const ANSWERS: readonly Kind[] = ['lost', 'error', 'reset'];
const restart: Fault = { call: 1, kind: 'kill-before' };

/** The tests call the reconciler themselves: on its schedule it would meet faults meant for another run. */
const RECONCILER = 'payments/reconcile';
beforeAll(() => schedule(RECONCILER, false));
afterAll(() => schedule(RECONCILER, true));

/** Masks the order's id in a path. */
const kindOf = (target: string): string =>
  target.replace(/\/charges.*$/, (path) => path.replace(/order-\w+/, '{order}'));

function expectFired(cases: readonly Armed[]): void {
  const seen = cases.map(({ fired }) => fired().map(({ call, kind, target }) => [call, kind, kindOf(target)]));
  const planned = cases.map(({ faults }) =>
    faults.map(({ call, kind, target }) => [call, kind, target === undefined ? expect.any(String) : kindOf(target)]),
  );
  expect(seen).toEqual(planned);
}

/** Retries until there is an answer, as the saga does. */
async function insist(work: () => Promise<string | undefined>): Promise<string> {
  for (;;) {
    const outcome = await work();
    if (outcome !== undefined) return outcome;
  }
}

type Step = (order: pay.TestOrder) => Promise<string | undefined>;

interface Case {
  readonly task: string;
  /** Steps that bring an order to where the task starts. */
  readonly before: readonly Step[];
  readonly step: Step;
  readonly outcome: string;
  readonly bookings: string;
  readonly status: string;
  /** Set where another case covers all calls but one. */
  readonly onlyKills?: boolean;
}

const prepared = async (steps: readonly Step[]): Promise<pay.TestOrder> => {
  const order = pay.newOrder();
  for (const step of steps) expect(await step(order)).toMatch(/AUTHORISED|CAPTURED/);
  return order;
};

/** Fault points: kills and lost answers of a warm instance, and kills of a cold one, which also reads the key. */
async function schedulesOf({ task, before, step, onlyKills }: Case): Promise<Fault[][]> {
  const functionId = `payments/${task}`;
  await step(await prepared(before));
  const first = await prepared(before);
  const warm = await callsOf(functionId, () => step(first));
  const second = await prepared(before);
  arm(functionId, restart);
  await step(second);
  const cold = await callsOf(functionId, () => step(second));
  expect(warm.length).toBeGreaterThanOrEqual(4);
  expect(cold.length).toBe(warm.length + 1);
  return seeded(`payments ${task} ${before.length}`).shuffled([
    ...pointsOf(warm, onlyKills ? KILLS : [...KILLS, ...ANSWERS]).map((fault) => [fault]),
    ...(onlyKills ? [] : pointsOf(cold, KILLS).map((fault) => [restart, fault])),
  ]);
}

const cases: readonly Case[] = [
  {
    task: 'authorise-payment',
    before: [],
    step: pay.authorise,
    outcome: 'AUTHORISED',
    bookings: '1 0 0 0',
    status: 'AUTHORISED',
  },
  {
    task: 'capture-payment',
    before: [pay.authorise],
    step: pay.capture,
    outcome: 'CAPTURED',
    bookings: '1 1 0 0',
    status: 'CAPTURED',
  },
  {
    task: 'refund-payment',
    before: [pay.authorise],
    step: pay.refund,
    outcome: 'VOIDED',
    bookings: '1 0 1 0',
    status: 'VOIDED',
    onlyKills: true,
  },
  {
    task: 'refund-payment',
    before: [pay.authorise, pay.capture],
    step: pay.refund,
    outcome: 'REFUNDED',
    bookings: '1 1 0 1',
    status: 'REFUNDED',
  },
];

test.each(cases)(
  '$task is done once to become $status, wherever it dies and whatever answer it loses',
  async (one) => {
    const { task, before, step, outcome, bookings, status } = one;
    const armed: Armed[] = [];
    const schedules = await schedulesOf(one);
    const orders = await bounded(4, schedules, () => prepared(before));
    for (const [i, faults] of schedules.entries()) {
      const order = orders[i] as pay.TestOrder;
      const plan = arm(`payments/${task}`, ...faults);
      const outcomes = [await step(order)];
      if (faults.some(({ kind }) => KILLS.includes(kind))) expect(outcomes).toEqual([undefined]);
      while (plan.fired().length < faults.length && outcomes.length < 3) outcomes.push(await step(order));
      disarm();
      // Also leaves a warm instance for the next plan.
      expect(await insist(() => step(order))).toBe(outcome);
      await step(await prepared(before));
      armed.push(plan);
    }
    expectFired(armed);
    const ends = await bounded(4, orders, async (order) => [await pay.bookings(order), await pay.statusOf(order)]);
    expect(ends).toEqual(orders.map(() => [bookings, status]));
  },
  240_000,
);

test('what a dying task left behind is taken back whole, when nobody asks for the payment again', async () => {
  const calls = await callsOf('payments/authorise-payment', () => pay.authorise(pay.newOrder()));
  const armed: Armed[] = [];
  const seen: string[] = [];
  for (const fault of seeded('given up').shuffled(pointsOf(calls, KILLS))) {
    await pay.authorise(pay.newOrder());
    const order = pay.newOrder();
    const plan = arm('payments/authorise-payment', fault);
    expect(await pay.authorise(order)).toBeUndefined();
    disarm();
    const outcome = await pay.refund(order);
    expect(await pay.authorise(order)).toBe('DECLINED');
    seen.push(`${outcome} ${await pay.bookings(order)}`);
    armed.push(plan);
  }
  expectFired(armed);
  expect([...new Set(seen)].sort()).toEqual(['NOTHING 0 0 0 0', 'VOIDED 1 0 1 0']);
}, 120_000);

test('a webhook settles what a dying task could not note', async () => {
  const calls = await callsOf('payments/authorise-payment', () => pay.authorise(pay.newOrder()));
  const point = pointsOf(calls, ['kill-after']).find(({ target = '' }) => /\/charges$/.test(target)) as Fault;
  const order = pay.newOrder();
  arm('payments/authorise-payment', point);
  expect(await pay.authorise(order)).toBeUndefined();
  disarm();
  expect(
    await eventually(
      () => pay.statusOf(order),
      (status) => status === 'AUTHORISED',
    ),
  ).toBe('AUTHORISED');
});

test('a bank that dies in the middle of an order is asked again by itself, and books once', async () => {
  const steps: readonly Step[] = [pay.authorise, pay.capture, pay.refund];
  const outcomes = ['AUTHORISED', 'CAPTURED', 'REFUNDED'];
  const armed: Armed[] = [];
  const orders: pay.TestOrder[] = [];
  for (const [i, step] of steps.entries()) {
    const before = steps.slice(0, i);
    const order = await prepared(before);
    const calls = await callsOf('bank/http', () => step(order));
    for (const fault of seeded(`bank ${i}`).shuffled(pointsOf(calls, KILLS))) {
      const next = await prepared(before);
      const plan = arm('bank/http', fault);
      expect(await insist(() => step(next))).toBe(outcomes[i]);
      disarm();
      for (const later of steps.slice(i + 1)) await insist(() => later(next));
      armed.push(plan);
      orders.push(next);
    }
  }
  expectFired(armed);
  for (const order of orders)
    expect([await pay.bookings(order), await pay.statusOf(order)]).toEqual(['1 1 0 1', 'REFUNDED']);
}, 240_000);
