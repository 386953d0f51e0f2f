// Gives back what nobody will: reservations whose lease is over, and holds of tries that died.
import { LEASE_MS } from './contract.ts';
import { expire, names, type ReservationStore, tombstone } from './reservation.ts';
import type { Bucket, BucketKey, Hold } from './stock.ts';

/** A try is done, or dead, long before; then its hold is looked at though its lease still runs. */
const SETTLED_MS = 30_000;

export interface Swept {
  /** Reservations ended because their lease was over. */
  readonly expired: number;
  /** Holds given back that no reservation names. */
  readonly strays: number;
}

/** Looks at the holds of these buckets, bucket by bucket; what has changed since they were read is left as it is. */
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
  // Without a record the try may still come back and make one; after the lease the tombstone is first.
  if (!kept && isOver) kept = await store.keep(tombstone(orderId));
  if (!kept) return 'left';
  if (!names(kept, hold)) {
    await store.drop(orderId, at, hold);
    return 'stray';
  }
  return isOver && (await expire(store, kept)) === 'EXPIRED' ? 'expired' : 'left';
}
