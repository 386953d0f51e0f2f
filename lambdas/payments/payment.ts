// The life of a payment: what may follow what. Every write is conditional on this table, so no order of calls can bend it.
import type { AuthoriseOutcome, RefundOutcome } from './contract.ts';

export type Status =
  /** Noted before the bank is asked: what comes of it is unknown until the bank says. */
  | 'AUTHORISING'
  | 'AUTHORISED'
  | 'DECLINED'
  | 'CAPTURED'
  /** It is decided that no money stays taken, whatever the bank has done; the bank may not know yet. */
  | 'UNDOING'
  | 'VOIDED'
  | 'REFUNDED'
  /** Nothing was ever taken, and nothing ever will be: an authorisation that comes later finds this. */
  | 'NOTHING';

export interface Payment {
  readonly orderId: string;
  readonly amountCents: number;
  readonly status: Status;
  readonly correlationId: string;
  /** Who pays; nobody for an order that was refunded before it was paid. */
  readonly userId?: string;
  /** When the reconciler takes it up; absent where there is nothing to do. */
  readonly dueAtMs?: number;
}

/** From where each status may be reached; there is no way out of the last four but none is needed. */
export const before = {
  AUTHORISING: [],
  AUTHORISED: ['AUTHORISING'],
  DECLINED: ['AUTHORISING'],
  // From AUTHORISING by a webhook that overtook the one of the authorisation.
  CAPTURED: ['AUTHORISING', 'AUTHORISED'],
  UNDOING: ['AUTHORISING', 'AUTHORISED', 'CAPTURED'],
  VOIDED: ['UNDOING'],
  REFUNDED: ['UNDOING'],
  NOTHING: ['UNDOING'],
} as const satisfies Record<Status, readonly Status[]>;

export const mayBecome = (from: Status, to: Status): boolean => (before[to] as readonly Status[]).includes(from);

/** An authorisation that was answered UNAVAILABLE is undone unless it is asked for again, or refunded, within this time. */
export const GIVE_UP_MS = 60_000;

export function authoriseOutcome({ status }: Payment): AuthoriseOutcome {
  if (status === 'AUTHORISING') return 'UNAVAILABLE';
  return status === 'AUTHORISED' || status === 'CAPTURED' ? 'AUTHORISED' : 'DECLINED';
}

export function refundOutcome({ status }: Payment): RefundOutcome {
  if (status === 'VOIDED' || status === 'REFUNDED') return status;
  return status === 'DECLINED' || status === 'NOTHING' ? 'NOTHING' : 'PENDING';
}
