// The life of a payment in thousands of event orders: parallel calls, crashes, lost and late requests, double webhooks.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Crash, type Fate, fates, order, orderId, world } from '../../test/payment-world.ts';
import { newsOf } from './bank/bank-client.ts';
import { before, type Status } from './payment.ts';
import type { Ports } from './ports.ts';
import { settleDue } from './settle-payments.ts';
import { authorise, capture } from './take-payment.ts';
import { refund } from './undo-payment.ts';

// Crashes of the reconciler are logged, thousands of times.
beforeAll(() => void jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void jest.restoreAllMocks());

const actions = ['authorise', 'capture', 'refund', 'reconcile', 'webhooks'] as const;

const interleaving = fc.record({
  scheduler: fc.scheduler(),
  fates: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant<Fate>('fine') }, fc.constantFrom(...fates)), {
    minLength: 1,
    maxLength: 30,
  }),
  method: fc.oneof({ weight: 5, arbitrary: fc.constant('pm_ok') }, fc.constant('pm_declined')),
  // Actions in a lane run one after the other; lanes run in parallel.
  lanes: fc.array(fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  }),
  alreadyAuthorised: fc.boolean(),
});

/** For each of our states, the bank states that may match it once every message has arrived. */
const agrees: Record<Status, readonly (string | undefined)[]> = {
  AUTHORISING: [undefined],
  AUTHORISED: ['authorized'],
  DECLINED: ['declined'],
  CAPTURED: ['captured'],
  UNDOING: [],
  VOIDED: ['voided'],
  REFUNDED: ['refunded'],
  NOTHING: [undefined, 'barred', 'declined'],
};

test('in 3,000 interleavings money is taken and given back once at the most, and both sides agree in the end', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(interleaving, async ({ scheduler, fates: planned, method, lanes, alreadyAuthorised }) => {
      const { bank, payments, ports, step, heal } = world(scheduler, planned);
      const outcomes: string[] = [];
      let refundAsked = false;
      const hear = async () => {
        for (const each of [...bank.news, ...bank.news]) {
          const { status } = newsOf(each);
          await step();
          if (status && payments.kept.has(orderId)) await payments.move(orderId, status);
        }
      };
      const act = async (action: (typeof actions)[number]): Promise<void> => {
        try {
          if (action === 'authorise') outcomes.push(await authorise({ ...order, paymentMethod: method }, ports));
          if (action === 'capture') outcomes.push(await capture(order, ports));
          if (action === 'refund') {
            refundAsked = true;
            outcomes.push(await refund(order, ports));
          }
          if (action === 'reconcile') await settleDue(Number.MAX_SAFE_INTEGER, ports);
          if (action === 'webhooks') await hear();
        } catch (error) {
          if (!(error instanceof Crash)) throw error;
        }
      };
      if (alreadyAuthorised) await scheduler.waitFor(act('authorise'));
      const running = lanes.map(async (lane) => {
        for (const action of lane) await act(action);
      });
      await scheduler.waitFor(Promise.all(running));
      await scheduler.waitIdle();
      heal();
      if (refundAsked) await scheduler.waitFor(act('refund'));
      await scheduler.waitFor(act('reconcile'));
      await scheduler.waitFor(hear());
      await scheduler.waitIdle();

      const counts = ['authorization', 'capture', 'void', 'refund'].map(bank.count);
      for (const count of counts) expect(count).toBeLessThanOrEqual(1);
      const status = payments.kept.get(orderId)?.status;
      if (status) expect([status, agrees[status].includes(bank.status())]).toEqual([status, true]);
      else expect(bank.status()).toBeUndefined();
      if (refundAsked) expect(['authorized', 'captured']).not.toContain(bank.status());
      for (const [outcome, kind] of [
        ['AUTHORISED', 'authorization'],
        ['CAPTURED', 'capture'],
        ['VOIDED', 'void'],
        ['REFUNDED', 'refund'],
      ] as const)
        if (outcomes.includes(outcome)) expect([outcome, bank.count(kind)]).toEqual([outcome, 1]);
      seen.add(`${status}`);
    }),
    { numRuns: 3000 },
  );
  // Otherwise nothing was tested.
  expect([...seen].sort()).toEqual(
    ['AUTHORISED', 'AUTHORISING', 'CAPTURED', 'DECLINED', 'NOTHING', 'REFUNDED', 'VOIDED', 'undefined'].sort(),
  );
}, 120_000);

test('another amount for the same order is a fault, not a second payment', async () => {
  const { ports, payments, heal } = world(fc.schedulerFor([]), []);
  heal();
  await payments.begin({ ...order, status: 'AUTHORISING' });
  const run: Ports = { ...ports, payments };
  await expect(authorise({ ...order, amountCents: 999, paymentMethod: 'pm_ok' }, run)).rejects.toThrow('100');
});

test('a capture asks the bank nothing unless the payment is authorised, by our own record', async () => {
  const { ports, payments, bank, heal } = world(fc.schedulerFor([]), []);
  heal();
  bank.now.charge(orderId, 100, 'pm_ok');
  const asked: string[] = [];
  const watched: Ports = {
    ...ports,
    payments,
    bank: {
      ...ports.bank,
      capture: async () => {
        asked.push(payments.kept.get(orderId)?.status ?? 'none');
        return 'REFUSED';
      },
    },
  };
  expect(await capture(order, watched)).toBe('UNAVAILABLE');
  for (const status of Object.keys(agrees) as Status[]) {
    payments.kept.set(orderId, { ...order, status });
    expect(await capture(order, watched)).toBe(status === 'CAPTURED' ? 'CAPTURED' : 'UNAVAILABLE');
  }
  expect(asked).toEqual(['AUTHORISED']);
});

test('no status can be left and entered again, so a repeated webhook changes nothing', () => {
  const earlierThan = (status: Status, seen: ReadonlySet<Status> = new Set()): Set<Status> =>
    new Set(
      before[status].flatMap((one) => (seen.has(one) ? [one] : [one, ...earlierThan(one, new Set([...seen, one]))])),
    );
  for (const status of Object.keys(before) as Status[])
    expect([status, earlierThan(status).has(status)]).toEqual([status, false]);
});
