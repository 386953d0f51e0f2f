// What the rules of payments stand on: our own record of payments, and the bank in our words.
import type { Payment, Status } from './payment.ts';

export interface Payments {
  find(orderId: string): Promise<Payment | undefined>;
  /** Notes a payment that is not there yet; gives the one that is. */
  begin(draft: Payment): Promise<{ readonly payment: Payment; readonly isNew: boolean }>;
  /** To the status, if it may follow the present one; the payment as it is then, moved or not. */
  move(orderId: string, to: Status, dueAtMs?: number): Promise<Payment>;
  /** When the reconciler shall look at it, if it is still in that status. */
  remind(orderId: string, status: Status, dueAtMs: number): Promise<void>;
  /** Those due by then, longest due first. */
  due(byMs: number, limit: number): Promise<Payment[]>;
}

/** The bank did not answer, or is not asked because its breaker is open: what it has done is unknown. */
export class Unreachable extends Error {}

interface Amount {
  readonly orderId: string;
  readonly amountCents: number;
}

/** Each may be called again and again for one order, at once and by several: it happens once. Throws Unreachable. */
export interface Bank {
  /** False while the breaker is open: nothing is to be begun. */
  available(): Promise<boolean>;
  /** `again`: the bank may have it already, so it is asked first. */
  authorise(
    wish: Amount & { readonly paymentMethod: string; readonly again: boolean },
  ): Promise<'AUTHORISED' | 'DECLINED'>;
  /** `REFUSED`: nothing is authorised (any more). */
  capture(wish: Amount): Promise<'CAPTURED' | 'REFUSED'>;
  /** Voids or refunds, by what the bank has done; of what it has not, it will never do it. */
  undo(wish: Amount): Promise<'VOIDED' | 'REFUNDED' | 'NOTHING'>;
}

export interface Ports {
  readonly payments: Payments;
  readonly bank: Bank;
  readonly nowMs: () => number;
}
