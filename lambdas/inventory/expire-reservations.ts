// Every minute, or called by hand: ends reservations with expired leases. Every sweep starts from scratch.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { gather, shardCount } from '../shared/tables/shards.ts';
import { bindings } from './contract.ts';
import { SETTLED_MS, type Swept, sweepBucket } from './expiry.ts';
import { reservationStore } from './reservation-store.ts';
import type { Bucket } from './stock.ts';
import { heldBuckets, noLongerHeld } from './stock-store.ts';

/** Of the function's 60 s; the next sweep does the rest. */
const WORK_MS = 45_000;
/** Of each bucket number. Holds in one bucket are ended sequentially: transactions on one item would only wait for each other. */
const BUCKETS_AT_ONCE = 2;

export const handler = async (): Promise<Swept> => {
  const startedMs = systemClock.nowMs();
  const store = reservationStore();
  const swept = { expired: 0, strays: 0 };
  let failed = 0;

  async function sweep(bucket: Bucket, nowMs: number): Promise<void> {
    try {
      const { expired, strays } = await sweepBucket(store, bucket, nowMs);
      swept.expired += expired;
      swept.strays += strays;
      if (Object.keys(bucket.holds).length === 0) await noLongerHeld(bucket);
    } catch (error) {
      // A failure in one bucket must not hold up the others.
      failed += 1;
      log('error', 'bucket not swept', { productId: bucket.productId, bucket: bucket.bucket }, error);
    }
  }

  await gather(shardCount(bindings.stockTable), async (number) => {
    for await (const buckets of heldBuckets(number, startedMs - SETTLED_MS)) {
      const queue = buckets.values();
      const work = async () => {
        for (const bucket of queue) {
          const nowMs = systemClock.nowMs();
          if (nowMs - startedMs > WORK_MS) return;
          await sweep(bucket, nowMs);
        }
      };
      await Promise.all(Array.from({ length: BUCKETS_AT_ONCE }, work));
    }
  });
  log('info', 'reservations swept', { ...swept, failed, durationMs: systemClock.nowMs() - startedMs });
  return swept;
};
