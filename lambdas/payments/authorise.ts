// Authorising: noted first, then asked of the bank, then noted again. A crash between leaves a note that a retry completes.
import type { AuthoriseOrder, AuthoriseOutcome } from './contract.ts';
import { authoriseOutcome, GIVE_UP_MS } from './payment.ts';
import { type Ports, Unreachable } from './ports.ts';

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
    throw new Error(`Order ${orderId} is being paid with ${payment.amountCents}, not ${amountCents} cents`);
  try {
    const outcome = await bank.authorise({ orderId, amountCents, paymentMethod, again: !isNew });
    return authoriseOutcome(await payments.move(orderId, outcome));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    await payments.remind(orderId, 'AUTHORISING', nowMs() + GIVE_UP_MS);
    return 'UNAVAILABLE';
  }
}
