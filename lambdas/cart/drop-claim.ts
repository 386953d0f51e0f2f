// OrderPlaced: the claimed lines belong to the order and never return to the cart.
import { events } from '../orders/contract.ts';
import { systemClock } from '../shared/base/clock.ts';
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { dropClaim } from './change-cart.ts';

export const handler = eventWorker([
  on(events.orderPlaced, ({ data: { userId, orderId } }) => dropClaim(userId, orderId, systemClock.nowMs())),
]);
