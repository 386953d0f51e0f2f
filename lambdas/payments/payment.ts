// The life of a payment: which status may follow which. Every write is conditional on it, in any order of calls.
import type { AuthoriseOutcome, RefundOutcome } from './contract.ts';

export type Status =
  /** Recorded before the bank is called: the result is unknown until the bank responds. */
  | 'AUTHORISING'
  | 'AUTHORISED'
  | 'DECLINED'
  | 'CAPTURED'
  /** We decided to keep no money, whatever the bank has done; the bank may not know yet. */
  | 'UNDOING'
  | 'VOIDED'
  | 'REFUNDED'
  /** Nothing was ever taken, and nothing ever will be: a later authorisation finds this. */
  | 'NOTHING';

export interface Payment {
  readonly orderId: string;
  readonly amountCents: number;
  readonly status: Status;
  readonly correlationId: string;
  /** The paying user; absent for an order refunded before it was paid. */
  readonly userId?: string;
  /** When the reconciler processes it; absent when there is nothing to do. */
  readonly dueAtMs?: number;
}

/** The statuses that may precede each status. DECLINED, VOIDED, REFUNDED and NOTHING are final. */
export const before = {
  AUTHORISING: [],
  AUTHORISED: ['AUTHORISING'],
  DECLINED: ['AUTHORISING'],
  // From AUTHORISING when this webhook overtakes that of the authorisation.
  CAPTURED: ['AUTHORISING', 'AUTHORISED'],
  UNDOING: ['AUTHORISING', 'AUTHORISED', 'CAPTURED'],
  VOIDED: ['UNDOING'],
  REFUNDED: ['UNDOING'],
  NOTHING: ['UNDOING'],
} as const satisfies Record<Status, readonly Status[]>;

export const mayBecome = (from: Status, to: Status): boolean => (before[to] as readonly Status[]).includes(from);

/** An authorisation answered UNAVAILABLE is undone unless it is retried or refunded within this time. */
export const GIVE_UP_MS = 60_000;

export function authoriseOutcome({ status }: Payment): AuthoriseOutcome {
  if (status === 'AUTHORISING') return 'UNAVAILABLE';
  return status === 'AUTHORISED' || status === 'CAPTURED' ? 'AUTHORISED' : 'DECLINED';
}

export function refundOutcome({ status }: Payment): RefundOutcome {
  if (status === 'VOIDED' || status === 'REFUNDED') return status;
  return status === 'DECLINED' || status === 'NOTHING' ? 'NOTHING' : 'PENDING';
}
