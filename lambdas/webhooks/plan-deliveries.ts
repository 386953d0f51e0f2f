// Makes the deliveries of an order's events, for each webhook of its merchants.
import { events as orders } from '../orders/contract.ts';
import { systemClock } from '../shared/base/clock.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { planDeliveries } from './delivery.ts';

export const handler = eventWorker([
  on(orders.orderConfirmed, (event) => planDeliveries(event, systemClock.nowMs())),
  on(orders.orderCancelled, (event) => planDeliveries(event, systemClock.nowMs())),
]);
