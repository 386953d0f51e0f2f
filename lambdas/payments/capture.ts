// Capturing what was authorised. The bank books the order's one capture reference once; only our note of it can be late.
import type { CaptureOutcome, Order } from './contract.ts';
import { type Ports, Unreachable } from './ports.ts';

export async function capture({ orderId }: Order, { payments, bank }: Ports): Promise<CaptureOutcome> {
  const payment = await payments.find(orderId);
  if (payment?.status === 'CAPTURED') return 'CAPTURED';
  if (payment?.status !== 'AUTHORISED') return 'UNAVAILABLE';
  try {
    const outcome = await bank.capture({ orderId, amountCents: payment.amountCents });
    if (outcome === 'REFUSED') return 'UNAVAILABLE';
    // Should an undo have begun meanwhile, it is the undo that finds the capture and refunds it.
    const { status } = await payments.move(orderId, 'CAPTURED');
    return status === 'CAPTURED' ? 'CAPTURED' : 'UNAVAILABLE';
  } catch (error) {
    if (error instanceof Unreachable) return 'UNAVAILABLE';
    throw error;
  }
}
