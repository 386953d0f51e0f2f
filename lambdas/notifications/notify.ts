// Notifies users of events: one notification per event, even if events are redelivered or reordered.
import { events as orders } from '../orders/contract.ts';
import { systemClock } from '../shared/base/clock.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { events as webhooks } from '../webhooks/contract.ts';
import { tell } from './tell-user.ts';

const nowMs = () => systemClock.nowMs();

export const handler = eventWorker([
  on(orders.orderPlaced, (event) => {
    const { userId, orderId } = event.data;
    return tell(event, userId, { kind: 'orderPlaced', orderId }, nowMs());
  }),
  on(orders.orderConfirmed, (event) => {
    const { userId, orderId, totalCents } = event.data;
    return tell(event, userId, { kind: 'orderConfirmed', orderId, totalCents }, nowMs());
  }),
  on(orders.orderCancelled, (event) => {
    const { userId, orderId, totalCents, reason } = event.data;
    return tell(event, userId, { kind: 'orderCancelled', orderId, totalCents, reason }, nowMs());
  }),
  on(webhooks.webhookDisabled, (event) => {
    const { merchantId, webhookId, url, reason } = event.data;
    return tell(event, merchantId, { kind: 'webhookDisabled', webhookId, url, reason }, nowMs());
  }),
]);
