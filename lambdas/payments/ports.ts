// Ports of the payment rules: our own record of payments, and the bank in our words.
import type { Payment, Status } from './payment.ts';

export interface Payments {
  find(orderId: string): Promise<Payment | undefined>;
  /** Stores a new payment; returns the existing one if there is one. */
  begin(draft: Payment): Promise<{ readonly payment: Payment; readonly isNew: boolean }>;
  /** Moves to the status if it may follow the present one; returns the resulting payment, moved or not. */
  move(orderId: string, to: Status, dueAtMs?: number): Promise<Payment>;
  /** Sets when the reconciler looks at the payment, if it is still in that status. */
  remind(orderId: string, status: Status, dueAtMs: number): Promise<void>;
  /** Payments due by then, longest due first. */
  due(byMs: number, limit: number): Promise<Payment[]>;
}

/** The bank did not respond, or was not called because its breaker is open. What it did is unknown. */
export class Unreachable extends Error {}

interface Amount {
  readonly orderId: string;
  readonly amountCents: number;
}

/** Each call may be repeated for an order, even in parallel: it takes effect once. Throws Unreachable. */
export interface Bank {
  /** False while the breaker is open: start nothing. */
  available(): Promise<boolean>;
  /** `again`: the bank may already have it, so look it up first. */
  authorise(
    wish: Amount & { readonly paymentMethod: string; readonly again: boolean },
  ): Promise<'AUTHORISED' | 'DECLINED'>;
  /** `REFUSED`: nothing is authorised (any more). */
  capture(wish: Amount): Promise<'CAPTURED' | 'REFUSED'>;
  /** Voids or refunds what the bank has done; what it has not done yet, it never will. */
  undo(wish: Amount): Promise<'VOIDED' | 'REFUNDED' | 'NOTHING'>;
}

export interface Ports {
  readonly payments: Payments;
  readonly bank: Bank;
  readonly nowMs: () => number;
}
