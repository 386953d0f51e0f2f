// What must be true of stock and money whenever somebody looks, and of every order when it has ended.
import { expect } from '@jest/globals';
import type { Order } from '../../lambdas/orders/contract.ts';
import { eventually, type Person } from './client.ts';
import { ledgerOf, stockOf } from './shopping.ts';

/** Nothing appears or is lost: what was restocked is available, held or sold. */
export async function expectConserved(productId: string, restocked: number): Promise<void> {
  const { available, reserved, sold } = await stockOf(productId);
  expect({ productId, sum: available + reserved + sold }).toEqual({ productId, sum: restocked });
  expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
}

const sum = (entries: readonly { readonly amountCents: number }[]): number =>
  entries.reduce((total, { amountCents }) => total + amountCents, 0);

/** Fulfilled and captured once, or cancelled and not charged; never both, never neither. */
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
  // A refund that the provider did not answer is finished by payments' own reconciler.
  const found = await eventually(read, ({ kept, held }) => kept === expected.kept && held === 0);
  expect(found).toEqual(expected);
  expect(found.captures).toBeLessThanOrEqual(1);
}
