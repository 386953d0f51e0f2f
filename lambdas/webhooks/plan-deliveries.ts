// Creates the deliveries of an order's events, for each webhook of its merchants.
import { events as orders } from '../orders/contract.ts';
import { systemClock } from '../shared/base/clock.ts';
import type { Envelope } from '../shared/base/event.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { type DeliveredOrder, deliveryOf } from './delivery.ts';
import { addDelivery } from './delivery-store.ts';
import { webhooksOf } from './webhook-store.ts';

export const handler = eventWorker([
  on(orders.orderConfirmed, (event) => planDeliveries(event, systemClock.nowMs())),
  on(orders.orderCancelled, (event) => planDeliveries(event, systemClock.nowMs())),
]);

/** One for each subscribed webhook of its merchants, even if the event is redelivered. */
async function planDeliveries(event: Envelope<DeliveredOrder>, nowMs: number): Promise<void> {
  const merchants = [...new Set(event.data.merchantIds)];
  const webhooks = (await Promise.all(merchants.map(webhooksOf))).flat();
  const wanted = webhooks.filter(({ enabled, events }) => enabled && events.some((name) => name === event.type));
  await Promise.all(wanted.map((webhook) => addDelivery(deliveryOf(event, webhook, nowMs))));
}
