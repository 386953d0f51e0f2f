// Taking a payment: authorised for an order, then captured.
import type { AuthoriseOrder, AuthoriseOutcome, CaptureOutcome, Order } from './contract.ts';
import { authoriseOutcome, GIVE_UP_MS } from './payment.ts';
import { type Ports, Unreachable } from './ports.ts';

/** Recorded, requested from the bank, then recorded again. A crash in between leaves a record for a retry to finish. */
export async function authorise(order: AuthoriseOrder, { payments, bank, nowMs }: Ports): Promise<AuthoriseOutcome> {
  const { orderId, userId, amountCents, paymentMethod, correlationId } = order;
  if (!(await bank.available())) {
    const known = await payments.find(orderId);
    return known ? authoriseOutcome(known) : 'UNAVAILABLE';
  }
  const { payment, isNew } = await payments.begin({
    orderId,
    userId,
    amountCents,
    correlationId,
    status: 'AUTHORISING',
  });
  if (payment.status !== 'AUTHORISING') return authoriseOutcome(payment);
  if (payment.amountCents !== amountCents)
    throw new Error(`Order ${orderId} has a payment of ${payment.amountCents} cents, not ${amountCents}`);
  try {
    const outcome = await bank.authorise({ orderId, amountCents, paymentMethod, again: !isNew });
    return authoriseOutcome(await payments.move(orderId, outcome));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await payments.remind(orderId, 'AUTHORISING', nowMs() + GIVE_UP_MS);
    return 'UNAVAILABLE';
  }
}

/** The bank books the order's one capture reference once; only our record of it can lag. */
export async function capture({ orderId }: Order, { payments, bank }: Ports): Promise<CaptureOutcome> {
  const payment = await payments.find(orderId);
  if (payment?.status === 'CAPTURED') return 'CAPTURED';
  if (payment?.status !== 'AUTHORISED') return 'UNAVAILABLE';
  try {
    const outcome = await bank.capture({ orderId, amountCents: payment.amountCents });
    if (outcome === 'REFUSED') return 'UNAVAILABLE';
    // If an undo has begun meanwhile, the undo finds the capture and refunds it.
    const { status } = await payments.move(orderId, 'CAPTURED');
    return status === 'CAPTURED' ? 'CAPTURED' : 'UNAVAILABLE';
  } catch (error) {
    if (error instanceof Unreachable) return 'UNAVAILABLE';
    throw error;
  }
}
