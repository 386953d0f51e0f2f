// Starts the saga of a placed order, once even if the event is redelivered.
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { events } from './contract.ts';
import { readOrder } from './event-store.ts';
import { isTerminal } from './order.ts';
import { startSaga } from './saga-store.ts';

export const handler = eventWorker([
  on(events.orderPlaced, async ({ data: { orderId } }) => {
    const state = await readOrder(orderId);
    if (!state) throw new Error(`Order ${orderId} does not exist`);
    if (!isTerminal(state)) await startSaga(state, 1);
  }),
]);
