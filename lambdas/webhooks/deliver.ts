// Sends deliveries: new ones at once from the table's stream, and every minute those due again.
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { workOff } from '../shared/base/waits/work-off.ts';
import { newImages } from '../shared/tables/table-stream.ts';
import { attempt } from './attempt-delivery.ts';
import type { ClaimedDelivery } from './delivery.ts';
import { dueDeliveries } from './delivery-store.ts';

/** Latest moment to start a delivery; the function has 30 s, and an attempt waits 5 s for its endpoint. */
const BEGIN_WITHIN_MS = 15_000;
const SWEEP_LIMIT = 50;
/** A hanging endpoint delays a twentieth of a sweep, and only the stream calls of its own lane. */
const AT_A_TIME = 20;

export const handler = async (event: Partial<DynamoDBStreamEvent>) => {
  const nowMs = systemClock.nowMs();
  const due = event.Records
    ? newImages<ClaimedDelivery>(event.Records, 'INSERT', 'MODIFY').filter(isReady(nowMs))
    : await dueDeliveries(nowMs, SWEEP_LIMIT);
  const begun = await workOff(due, { atATime: AT_A_TIME, untilMs: nowMs + BEGIN_WITHIN_MS }, (key) =>
    attempt(key).catch((error: unknown) =>
      log('error', 'attempt not recorded, will be repeated', { deliveryId: key.deliveryId }, error),
    ),
  );
  return { due: due.length, begun };
};

/** Just planned or replayed; the table's other changes are claims and results. */
const isReady =
  (nowMs: number) =>
  ({ claim, dueAtMs }: Partial<ClaimedDelivery>): boolean =>
    claim === undefined && dueAtMs !== undefined && dueAtMs <= nowMs;
