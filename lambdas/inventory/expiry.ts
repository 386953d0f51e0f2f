// Returns units that no caller will: reservations with expired leases, and holds of attempts that died.
import { LEASE_MS } from './contract.ts';
import { expire, names, type ReservationStore, tombstone } from './reservation.ts';
import type { Bucket, BucketKey, Hold } from './stock.ts';

/** An attempt is done or dead by then, so its hold is checked even if its lease still runs. */
export const SETTLED_MS = 30_000;

export interface Swept {
  /** Reservations ended because their lease expired. */
  readonly expired: number;
  /** Holds ended because no reservation names them. */
  readonly strays: number;
}

/** Checks the holds of these buckets one bucket at a time. A hold that changed since it was read is left alone. */
export async function sweepBucket(store: ReservationStore, bucket: Bucket, nowMs: number): Promise<Swept> {
  let expired = 0;
  let strays = 0;
  for (const [orderId, hold] of Object.entries(bucket.holds)) {
    const isOver = nowMs >= hold.untilMs;
    if (!isOver && nowMs < hold.untilMs - LEASE_MS + SETTLED_MS) continue;
    const did = await sweepHold(store, orderId, bucket, hold, isOver);
    if (did === 'expired') expired += 1;
    if (did === 'stray') strays += 1;
  }
  return { expired, strays };
}

async function sweepHold(
  store: ReservationStore,
  orderId: string,
  at: BucketKey,
  hold: Hold,
  isOver: boolean,
): Promise<'expired' | 'stray' | 'left'> {
  let kept = await store.find(orderId);
  // Without a record the attempt may still resume and write one; after the lease the tombstone comes first.
  if (!kept && isOver) kept = await store.keep(tombstone(orderId));
  if (!kept) return 'left';
  if (!names(kept, hold)) {
    await store.drop(orderId, at, hold);
    return 'stray';
  }
  return isOver && (await expire(store, kept)) === 'EXPIRED' ? 'expired' : 'left';
}
