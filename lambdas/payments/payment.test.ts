// The life of a payment in thousands of orders of events: calls at once, crashes, lost and late requests, doubled webhooks.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { authorise } from './authorise.ts';
import type { Answer, BankApi } from './bank-api.ts';
import { bankClient, newsOf } from './bank-client.ts';
import type { BankCharge } from './bank-words.ts';
import { capture } from './capture.ts';
import { mayBecome, type Payment, type Status } from './payment.ts';
import { type Payments, type Ports, Unreachable } from './ports.ts';
import { refund } from './refund.ts';
import { settleDue } from './settle.ts';
import type { Shield } from './shield.ts';

/** What becomes of one call: `late` reaches the other side after the caller has given up. */
const fates = ['fine', 'crash-before', 'crash-after', 'lost', 'away', 'late'] as const;
type Fate = (typeof fates)[number];
class Crash extends Error {}

// A crash of the reconciler is logged, thousands of times.
beforeAll(() => void jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void jest.restoreAllMocks());

const orderId = 'order-1';
const order = { orderId, userId: 'u', amountCents: 100, correlationId: 'c' };

/** As lenient as the real one: it dedupes by reference and by nothing else. */
function simulatedBank() {
  let charge: BankCharge | undefined;
  const entries: string[] = [];
  const news: { type: string; reference: string; event_id: string }[] = [];
  const book = (kind: string, own: string, status: BankCharge['status'], type: string): BankCharge => {
    if (!entries.includes(`${kind} ${own}`)) {
      entries.push(`${kind} ${own}`);
      charge = { status, amount_minor: 100 };
      news.push({ type, reference: orderId, event_id: `${kind}.${own}` });
    }
    return charge as BankCharge;
  };
  const now: { [Call in keyof BankApi]: (...args: Parameters<BankApi[Call]>) => Awaited<ReturnType<BankApi[Call]>> } = {
    find: () => charge,
    charge: (reference, _amount, source): Answer => {
      if (charge?.status === 'barred') return { refused: 'REFERENCE_BARRED' };
      if (charge) return charge;
      if (source === 'pm_declined') return book('decline', reference, 'declined', 'charge.declined');
      return book('authorization', reference, 'authorized', 'charge.authorized');
    },
    capture: (_reference, own): Answer =>
      charge?.status === 'authorized' || charge?.status === 'captured'
        ? book('capture', own, 'captured', 'charge.captured')
        : { refused: 'NOT_AUTHORIZED' },
    void: (reference): Answer => {
      charge ??= { status: 'barred', amount_minor: 0 };
      if (charge.status === 'captured' || charge.status === 'refunded') return { refused: 'ALREADY_CAPTURED' };
      return charge.status === 'authorized' ? book('void', reference, 'voided', 'charge.voided') : charge;
    },
    refund: (_reference, own): Answer =>
      charge?.status === 'captured' || charge?.status === 'refunded'
        ? book('refund', own, 'refunded', 'charge.refunded')
        : { refused: 'NOT_CAPTURED' },
    statement: () => ({ entries: [] }),
  };
  const count = (kind: string) => entries.filter((entry) => entry.startsWith(kind)).length;
  return { now, news, count, status: () => charge?.status };
}

function memory(): Payments & { readonly kept: Map<string, Payment> } {
  const kept = new Map<string, Payment>();
  const move = (id: string, to: Status, dueAtMs?: number): Payment => {
    const { dueAtMs: _, ...payment } = kept.get(id) as Payment;
    if (!mayBecome(payment.status, to)) return kept.get(id) as Payment;
    const moved = { ...payment, status: to, ...(dueAtMs !== undefined && { dueAtMs }) };
    kept.set(id, moved);
    return moved;
  };
  return {
    kept,
    find: async (id) => kept.get(id),
    begin: async (draft) => {
      const payment = kept.get(draft.orderId);
      if (!payment) kept.set(draft.orderId, draft);
      return { payment: payment ?? draft, isNew: !payment };
    },
    move: async (...args) => move(...args),
    remind: async (id, status, dueAtMs) => {
      const payment = kept.get(id);
      if (payment?.status === status) kept.set(id, { ...payment, dueAtMs });
    },
    due: async (byMs) => [...kept.values()].filter(({ dueAtMs }) => dueAtMs !== undefined && dueAtMs <= byMs),
  };
}

/** Two tries an operation, without a breaker: breaker.test.ts has that. */
const shield: Shield = {
  available: async () => true,
  run: async (work) => {
    try {
      return await work(0);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return work(1);
    }
  },
};

function world(scheduler: fc.Scheduler, planned: readonly Fate[]) {
  const bank = simulatedBank();
  const payments = memory();
  let next = 0;
  let healed = false;
  const fate = (): Fate => (healed ? 'fine' : (planned[next++ % planned.length] ?? 'fine'));
  const step = () => scheduler.schedule(Promise.resolve());

  async function met<Result>(work: () => Result | Promise<Result>, isBank: boolean): Promise<Result> {
    await step();
    const what = fate();
    if (what === 'crash-before') throw new Crash();
    if (isBank && what === 'away') throw new Unreachable();
    if (isBank && what === 'late') {
      void step().then(work);
      throw new Unreachable();
    }
    const result = await work();
    await step();
    if (what === 'crash-after') throw new Crash();
    if (isBank && what === 'lost') throw new Unreachable();
    return result;
  }
  const through = <Side extends object>(side: Side, isBank: boolean): Side =>
    Object.fromEntries(
      Object.entries(side)
        .filter(([, call]) => typeof call === 'function')
        .map(([name, call]) => [name, (...args: unknown[]) => met(() => call(...args), isBank)]),
    ) as Side;
  const api = through(bank.now, true) as unknown as BankApi;
  const ports: Ports = { payments: through(payments, false), bank: bankClient(api, shield), nowMs: () => 0 };
  return {
    bank,
    payments,
    ports,
    step,
    heal: () => {
      healed = true;
    },
  };
}

const actions = ['authorise', 'capture', 'refund', 'reconcile', 'webhooks'] as const;

const interleaving = fc.record({
  scheduler: fc.scheduler(),
  fates: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant<Fate>('fine') }, fc.constantFrom(...fates)), {
    minLength: 1,
    maxLength: 30,
  }),
  method: fc.oneof({ weight: 5, arbitrary: fc.constant('pm_ok') }, fc.constant('pm_declined')),
  // One after the other in a lane; lanes at once.
  lanes: fc.array(fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  }),
  alreadyAuthorised: fc.boolean(),
});

/** Which of the bank's states each of ours may stand beside once everything has been heard. */
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
  // Otherwise nothing was tried.
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
