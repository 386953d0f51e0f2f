// The life of a reservation: none -> RESERVED -> CONFIRMED -> RELEASED, from each of them to RELEASED, and never back.
//
// It lives in two kinds of items. Its record names the holds that count; a hold in a bucket is units taken out of
// `available`. The record is written once, with or after all its holds, and is only released afterwards. While it says
// RESERVED, only a confirmation removes holds. Therefore:
//
//   record      | its hold in a bucket | the units are
//   none        | there                | reserved by an attempt in progress or dead; the next attempt finishes it
//   RESERVED    | there                | reserved
//   RESERVED    | gone                 | sold
//   RELEASED    | either               | available, or a stray's
//
// A hold that an existing record does not name is a stray, left by a surplus attempt. Records never change their holds,
// and no two requests hold under the same id, so a stray stays a stray, and any call that finds one returns its units.
// Therefore a confirmation writes one item, and a reservation of one line two, without a transaction.
import { newId } from '../shared/base/ids.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import type { ConfirmOutcome, Line, ReleaseOutcome, ReserveOutcome } from './contract.ts';
import { LEASE_MS } from './contract.ts';
import { type Bucket, type BucketKey, type Hold, homeBucket, mergedLines, planTakes, type Take } from './stock.ts';

export interface Reservation {
  readonly orderId: string;
  readonly state: 'RESERVED' | 'RELEASED';
  /** Id shared by all its holds. */
  readonly id: string;
  readonly untilMs: number;
  readonly takes: readonly Take[];
}

/** Each call is one atomic step, and may be resent when its answer was lost. */
export interface ReservationStore {
  /** Number of buckets that share a product's stock. */
  readonly shards: number;
  /** The record; `stale` may miss the newest. */
  find(orderId: string, stale?: 'stale'): Promise<Reservation | undefined>;
  /**
   * Holds units if they are available. Each request uses its own id: a late one must not pass for a hold that was sold
   * meanwhile. Returns the order's hold there, even an earlier one; undefined when units are short.
   */
  hold(orderId: string, take: Take, untilMs: number): Promise<Hold | undefined>;
  /** Writes the record if there is none; returns the stored record. */
  keep(record: Reservation): Promise<Reservation>;
  /** Writes the record and all its holds, or nothing; returns the stored record, or undefined when units are short. */
  reserve(record: Reservation): Promise<Reservation | undefined>;
  /** Moves units from reserved to sold; returns false when that hold is not there. */
  sell(record: Reservation, take: Take): Promise<boolean>;
  /** Moves units from reserved to available, if that very hold is there. */
  drop(orderId: string, at: BucketKey, hold: Hold): Promise<void>;
  /**
   * Releases the record and its units: the `held` takes from reserved, the rest from sold. Returns false when that
   * split has changed.
   */
  release(record: Reservation, held: readonly Take[]): Promise<boolean>;
  /** Reads each bucket at its own moment. */
  buckets(keys: readonly BucketKey[]): Promise<Bucket[]>;
  /** Reads all buckets of the products at one moment. */
  snapshot(productIds: readonly string[]): Promise<Bucket[]>;
}

export const tombstone = (orderId: string): Reservation => ({
  orderId,
  state: 'RELEASED',
  id: '',
  untilMs: 0,
  takes: [],
});

/** Short, because a bucket has one per open order. It must only be unique within an order. */
export const holdId = (): string => newId().slice(0, 8);

const outcomeOf = ({ state }: Reservation): ReserveOutcome =>
  state === 'RESERVED' ? { outcome: 'RESERVED' } : { outcome: 'OUT_OF_STOCK', productIds: [] };

/** Whether the record names this hold; once it does not, it never will. */
export const names = ({ state, id }: Reservation, hold: Hold): boolean => state === 'RESERVED' && id === hold.id;

/** Reserves all lines or none, for ten minutes. Idempotent per order. */
export async function reserve(
  store: ReservationStore,
  { orderId, lines }: { readonly orderId: string; readonly lines: readonly Line[] },
  nowMs: number,
): Promise<ReserveOutcome> {
  // Saves a late attempt its writes; correctness does not depend on it.
  const known = await store.find(orderId, 'stale');
  if (known) return outcomeOf(known);
  const wanted = mergedLines(lines);
  const untilMs = nowMs + LEASE_MS;
  // When every home bucket has enough, which is nearly always, no read is needed.
  const homes = wanted.map((line) => ({ ...line, bucket: homeBucket(orderId, line.productId, store.shards) }));
  const [only] = homes;
  if (only && homes.length === 1) {
    const hold = await store.hold(orderId, only, untilMs);
    if (hold) return record(store, orderId, only, hold);
  } else {
    const kept = await store.reserve({ orderId, state: 'RESERVED', id: holdId(), untilMs, takes: homes });
    if (kept) return outcomeOf(kept);
  }
  return retryOnConflict(`the stock of order ${orderId}`, async () => {
    const buckets = await store.snapshot(wanted.map(({ productId }) => productId));
    const mine = buckets.find(({ holds }) => holds[orderId]);
    const hold = mine?.holds[orderId];
    if (wanted.length === 1 && mine && hold) return record(store, orderId, mine, hold);
    const plan = planTakes(orderId, wanted, buckets, store.shards);
    if ('lacking' in plan) {
      // Another attempt of this order may have taken the last units.
      const kept = await store.find(orderId);
      return kept ? outcomeOf(kept) : { outcome: 'OUT_OF_STOCK', productIds: plan.lacking };
    }
    const kept = await store.reserve({ orderId, state: 'RESERVED', id: holdId(), untilMs, takes: plan.takes });
    return kept ? outcomeOf(kept) : CONFLICT;
  });
}

/** Turns the only hold of an order into its reservation, or drops it when another attempt or a release came first. */
async function record(
  store: ReservationStore,
  orderId: string,
  { productId, bucket }: BucketKey,
  hold: Hold,
): Promise<ReserveOutcome> {
  const take = { productId, bucket, quantity: hold.quantity };
  const { id, untilMs } = hold;
  const kept = await store.keep({ orderId, state: 'RESERVED', id, untilMs, takes: [take] });
  if (!names(kept, hold)) await store.drop(orderId, take, hold);
  return outcomeOf(kept);
}

/** Sells what is reserved if its lease is not over; a repeated call returns the same outcome. */
export async function confirm(store: ReservationStore, orderId: string, nowMs: number): Promise<ConfirmOutcome> {
  const kept = await store.find(orderId);
  if (!kept || kept.state === 'RELEASED') return { outcome: 'EXPIRED' };
  if (nowMs >= kept.untilMs) return { outcome: await expire(store, kept) };
  let sold = 0;
  for (const take of kept.takes) if (await store.sell(kept, take)) sold += 1;
  if (sold === kept.takes.length) return { outcome: 'CONFIRMED' };
  // Another call has sold or released the units that this call did not sell.
  const now = await store.find(orderId);
  return { outcome: now?.state === 'RESERVED' ? 'CONFIRMED' : 'EXPIRED' };
}

/** Returns the units to available, wherever they are; leaves a tombstone when nothing was reserved. */
export const release = (store: ReservationStore, orderId: string): Promise<ReleaseOutcome> =>
  retryOnConflict(`the reservation of order ${orderId}`, async () => {
    const kept = (await store.find(orderId)) ?? (await store.keep(tombstone(orderId)));
    if (kept.state === 'RELEASED') return { outcome: 'RELEASED' };
    return (await store.release(kept, await heldOf(store, kept))) ? { outcome: 'RELEASED' } : CONFLICT;
  });

/** Ends a reservation with an expired lease, unless all of it is confirmed. */
export const expire = (store: ReservationStore, kept: Reservation): Promise<ConfirmOutcome['outcome']> =>
  retryOnConflict(`the reservation of order ${kept.orderId}`, async () => {
    const held = await heldOf(store, kept);
    if (held.length > 0 && (await store.release(kept, held))) return 'EXPIRED';
    const now = await store.find(kept.orderId);
    if (now?.state !== 'RESERVED') return 'EXPIRED';
    return held.length === 0 ? 'CONFIRMED' : CONFLICT;
  });

async function heldOf(store: ReservationStore, kept: Reservation): Promise<Take[]> {
  const buckets = await store.buckets(kept.takes);
  return kept.takes.filter(({ productId, bucket }) => {
    const found = buckets.find((one) => one.productId === productId && one.bucket === bucket);
    return found?.holds[kept.orderId]?.id === kept.id;
  });
}
