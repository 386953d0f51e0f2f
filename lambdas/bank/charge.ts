// Decides what the bank books and what it refuses. Each booking is a new state of its charge and one ledger entry.
import { Problem, problems } from '../shared/base/problem.ts';
import {
  bankProblems,
  type ChargeStatus,
  type EntryKind,
  type NewCharge,
  type NewEntry,
  type Webhook,
} from './contract.ts';

export interface StoredCharge {
  readonly reference: string;
  readonly status: ChargeStatus;
  readonly amountMinor: number;
  readonly source: string;
  readonly createdAtMs: number;
  /** Grows with every booking; concurrent bookings are conditional on it. */
  readonly version: number;
}

export interface StoredEntry {
  /** Reference of the charge it belongs to. */
  readonly charge: string;
  /** A declined charge gets a webhook like the others, but appears in no statement. */
  readonly kind: EntryKind | 'decline';
  readonly reference: string;
  readonly amountMinor: number;
  readonly source: string;
  readonly bookedAtMs: number;
}

export interface Booking {
  readonly charge: StoredCharge;
  /** Absent for a barred reference: no money has moved. */
  readonly entry?: StoredEntry;
}

export const ALREADY = 'already';

function booking(
  charge: StoredCharge,
  kind: StoredEntry['kind'],
  wish: { readonly reference: string; readonly amountMinor: number },
  nowMs: number,
): Booking {
  const entry = { charge: charge.reference, kind, ...wish, source: charge.source, bookedAtMs: nowMs };
  return { charge: { ...charge, version: charge.version + 1 }, entry };
}

/** Decides a new charge; ALREADY when the reference has one. */
export function charging(
  kept: StoredCharge | undefined,
  { reference, amount_minor, source }: NewCharge,
  nowMs: number,
): Booking | typeof ALREADY {
  if (kept?.status === 'barred') throw new Problem(bankProblems.referenceBarred);
  if (kept && kept.amountMinor !== amount_minor) throw new Problem(bankProblems.referenceReused);
  if (kept) return ALREADY;
  const accepted = source.startsWith('pm_') && source !== 'pm_declined';
  const status = accepted ? 'authorized' : 'declined';
  const charge = { reference, status, amountMinor: amount_minor, source, createdAtMs: nowMs, version: 0 } as const;
  return booking(charge, accepted ? 'authorization' : 'decline', { reference, amountMinor: amount_minor }, nowMs);
}

export function capturing(kept: StoredCharge | undefined, wish: NewEntry, nowMs: number): Booking {
  if (!kept) throw new Problem(problems.notFound);
  if (kept.status !== 'authorized' && kept.status !== 'captured') throw new Problem(bankProblems.notAuthorized);
  const entry = { reference: wish.reference, amountMinor: wish.amount_minor };
  return booking({ ...kept, status: 'captured' }, 'capture', entry, nowMs);
}

export function refunding(kept: StoredCharge | undefined, wish: NewEntry, nowMs: number): Booking {
  if (!kept) throw new Problem(problems.notFound);
  if (kept.status !== 'captured' && kept.status !== 'refunded') throw new Problem(bankProblems.notCaptured);
  const entry = { reference: wish.reference, amountMinor: wish.amount_minor };
  return booking({ ...kept, status: 'refunded' }, 'refund', entry, nowMs);
}

/** Also voids a charge that has not arrived: its reference is barred, so it is refused when it does. */
export function voiding(kept: StoredCharge | undefined, reference: string, nowMs: number): Booking | typeof ALREADY {
  if (!kept)
    return {
      charge: { reference, status: 'barred', amountMinor: 0, source: '', createdAtMs: nowMs, version: 1 },
    };
  if (kept.status === 'captured' || kept.status === 'refunded') throw new Problem(bankProblems.alreadyCaptured);
  if (kept.status !== 'authorized') return ALREADY;
  return booking({ ...kept, status: 'voided' }, 'void', { reference, amountMinor: kept.amountMinor }, nowMs);
}

const types = {
  authorization: 'charge.authorized',
  decline: 'charge.declined',
  capture: 'charge.captured',
  void: 'charge.voided',
  refund: 'charge.refunded',
} as const satisfies Record<StoredEntry['kind'], Webhook['type']>;

export const webhookType = ({ kind }: StoredEntry): Webhook['type'] => types[kind];
