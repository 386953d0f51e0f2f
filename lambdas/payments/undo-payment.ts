// Undoing a payment, from any state: decided in our own record first, so that nothing can be taken afterwards.
import type { Order, RefundOutcome } from './contract.ts';
import { mayBecome, refundOutcome } from './payment.ts';
import { type Ports, Unreachable } from './ports.ts';

export async function refund(
  { orderId, correlationId }: Order,
  { payments, bank, nowMs }: Ports,
): Promise<RefundOutcome> {
  const kept =
    (await payments.find(orderId)) ??
    (await payments.begin({ orderId, amountCents: 0, correlationId, status: 'NOTHING' })).payment;
  const payment = mayBecome(kept.status, 'UNDOING') ? await payments.move(orderId, 'UNDOING', nowMs()) : kept;
  if (payment.status !== 'UNDOING') return refundOutcome(payment);
  if (!(await bank.available())) return 'PENDING';
  try {
    const outcome = await bank.undo({ orderId, amountCents: payment.amountCents });
    return refundOutcome(await payments.move(orderId, outcome));
  } catch (error) {
    if (error instanceof Unreachable) return 'PENDING';
    throw error;
  }
}
