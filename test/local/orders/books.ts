// Invariants of stock and money at any time, and of every order at its end.
import { expect } from '@jest/globals';
import type { Order } from '../../../lambdas/orders/contract.ts';
import { eventually, type Person } from '../kit/client.ts';
import { ledgerOf, stockOf } from './shopping.ts';

/** Checks that no unit appears or is lost: restocked units are available, held or sold. */
export async function expectConserved(productId: string, restocked: number): Promise<void> {
  const { available, reserved, sold } = await stockOf(productId);
  expect({ productId, sum: available + reserved + sold }).toEqual({ productId, sum: restocked });
  expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
}

const sum = (entries: readonly { readonly amountCents: number }[]): number =>
  entries.reduce((total, { amountCents }) => total + amountCents, 0);

/** Checks that an order is fulfilled and captured once, or cancelled and not charged; never both, never neither. */
export async function expectPaidOrNot(admin: Person, { orderId, status, totalCents }: Order): Promise<void> {
  const read = async () => {
    const { captures, refunds, voids, authorisations } = await ledgerOf(admin, orderId);
    return {
      orderId,
      status,
      captures: captures.length,
      refunds: Math.max(0, refunds.length - 1),
      kept: sum(captures) - sum(refunds),
      held: authorisations.length - captures.length - voids.length,
    };
  };
  const expected =
    status === 'CONFIRMED'
      ? { orderId, status: 'CONFIRMED', captures: 1, refunds: 0, kept: totalCents, held: 0 }
      : { orderId, status: 'CANCELLED', captures: expect.any(Number), refunds: 0, kept: 0, held: 0 };
  // Payments' own reconciler finishes a refund that the provider did not answer.
  const found = await eventually(read, ({ kept, held }) => kept === expected.kept && held === 0);
  expect(found).toEqual(expected);
  expect(found.captures).toBeLessThanOrEqual(1);
}
