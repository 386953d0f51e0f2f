// Follows the events table's stream. A record only hints that an order changed: its events are read again, so records
// may arrive twice, late and in any order, and a row only ever gets newer.
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { readOrder } from './event-store.ts';
import { showOrder } from './views/show-order.ts';
import { isShownStep } from './views/view.ts';

/**
 * Never throws for a single order, which would block the stream behind it. An order that could not be shown keeps its
 * marker, and the reconciler shows it within a minute.
 */
export const handler = async ({ Records }: DynamoDBStreamEvent): Promise<void> => {
  const startedMs = systemClock.nowMs();
  const orderIds = ordersOf(Records);
  const results = await Promise.allSettled(orderIds.map(project));
  for (const [i, result] of results.entries())
    if (result.status === 'rejected')
      log('warn', 'order not projected, the reconciler will retry', { orderId: orderIds[i] }, result.reason);
  log('info', 'orders projected', { orders: orderIds.length, durationMs: systemClock.nowMs() - startedMs });
};

async function project(orderId: string): Promise<void> {
  const state = await readOrder(orderId);
  if (state) await showOrder(state);
}

function ordersOf(records: DynamoDBStreamEvent['Records']): string[] {
  const changed = records.flatMap(({ eventName, dynamodb }) => {
    const types = dynamodb?.NewImage?.events?.L?.map(({ M }) => M?.type?.S ?? '') ?? [];
    const orderId = dynamodb?.Keys?.orderId?.S;
    return eventName === 'INSERT' && orderId && types.some(isShownStep) ? [orderId] : [];
  });
  return [...new Set(changed)];
}
