// Every minute, or called by hand: ends reservations with expired leases. Every sweep starts from scratch.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { type Swept, sweepBucket } from './expiry.ts';
import { reservationStore } from './reservation-store.ts';
import { heldBuckets } from './stock-store.ts';

/** Of the function's 60 s; the next sweep does the rest. */
const WORK_MS = 45_000;
/** Holds in one bucket are ended sequentially: transactions on one item would only wait for each other. */
const BUCKETS_AT_ONCE = 8;

export const handler = async (): Promise<Swept> => {
  const startedMs = systemClock.nowMs();
  const store = reservationStore();
  const swept = { expired: 0, strays: 0 };
  let failed = 0;
  for await (const buckets of heldBuckets()) {
    const queue = buckets.values();
    const work = async () => {
      for (const bucket of queue) {
        const nowMs = systemClock.nowMs();
        if (nowMs - startedMs > WORK_MS) return;
        try {
          const { expired, strays } = await sweepBucket(store, bucket, nowMs);
          swept.expired += expired;
          swept.strays += strays;
        } catch (error) {
          // A failure in one bucket must not hold up the others.
          failed += 1;
          log('error', 'bucket not swept', { productId: bucket.productId, bucket: bucket.bucket }, error);
        }
      }
    };
    await Promise.all(Array.from({ length: BUCKETS_AT_ONCE }, work));
  }
  log('info', 'reservations swept', { ...swept, failed, durationMs: systemClock.nowMs() - startedMs });
  return swept;
};
