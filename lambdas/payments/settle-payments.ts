// Settles open payments: undos the bank has not received, and authorisations that were never retried.
import { bulkhead } from 'cockatiel';
import { log } from '../shared/base/log.ts';
import type { Payment } from './payment.ts';
import type { Ports } from './ports.ts';
import { refund } from './undo-payment.ts';

/** Concurrency limit: what an outage left open must not become the next flood. */
const AT_ONCE = 4;
const MOST = 100;
const AFTER_FAULT_MS = 10 * 60_000;

export interface Settled {
  readonly settled: number;
  readonly left: number;
}

/** `byMs`: settles what is due by then. A failing payment does not block others, and is retried later. */
export async function settleDue(byMs: number, ports: Ports): Promise<Settled> {
  if (!(await ports.bank.available())) return { settled: 0, left: 0 };
  const due = await ports.payments.due(byMs, MOST);
  const lane = bulkhead(AT_ONCE, MOST);
  const done = await Promise.all(due.map((payment) => lane.execute(() => settleOne(payment, ports))));
  const settled = done.filter(Boolean).length;
  return { settled, left: due.length - settled };
}

async function settleOne(payment: Payment, ports: Ports): Promise<boolean> {
  try {
    return (await refund(payment, ports)) !== 'PENDING';
  } catch (error) {
    log(
      'error',
      'payment cannot be settled',
      { correlationId: payment.correlationId, orderId: payment.orderId },
      error,
    );
    await ports.payments.remind(payment.orderId, 'UNDOING', ports.nowMs() + AFTER_FAULT_MS);
    return false;
  }
}
