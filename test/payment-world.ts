// Payments in memory, with a bank that deduplicates by reference only, over calls that crash, get lost or arrive late.
import type fc from 'fast-check';
import type { Answer, BankApi } from '../lambdas/payments/bank/bank-api.ts';
import { bankClient } from '../lambdas/payments/bank/bank-client.ts';
import type { BankCharge } from '../lambdas/payments/bank/bank-words.ts';
import type { Shield } from '../lambdas/payments/bank/shield.ts';
import { mayBecome, type Payment, type Status } from '../lambdas/payments/payment.ts';
import { type Payments, type Ports, Unreachable } from '../lambdas/payments/ports.ts';

/** Fate of a call: a `late` call reaches the other side after the caller has given up. */
export const fates = ['fine', 'crash-before', 'crash-after', 'lost', 'away', 'late'] as const;
export type Fate = (typeof fates)[number];
export class Crash extends Error {}

export const orderId = 'order-1';
export const order = { orderId, userId: 'u', amountCents: 100, correlationId: 'c' };

/** As lenient as the real bank: it deduplicates by reference only. */
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

/** Two attempts per operation, without the breaker, which breaker.test.ts covers. */
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

export function world(scheduler: fc.Scheduler, planned: readonly Fate[]) {
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
