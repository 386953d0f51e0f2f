// Makes placed and ended orders findable by those whose lists show them.
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { entriesKeeper } from '../shared/messaging/search-client.ts';
import { events } from './contract.ts';
import { readOrder } from './event-store.ts';
import { COLLECTION, entryOf, viewsOf } from './views/view.ts';

const keep = entriesKeeper(COLLECTION, async (orderIds) => {
  const states = await Promise.all(orderIds.map(readOrder));
  return states.flatMap((state) => (state ? viewsOf(state).map(entryOf) : []));
});
const keepOrder = ({ data, correlationId }: { data: { orderId: string }; correlationId: string }) =>
  keep({ id: data.orderId, correlationId });

export const handler = eventWorker([
  on(events.orderPlaced, keepOrder),
  on(events.orderConfirmed, keepOrder),
  on(events.orderCancelled, keepOrder),
]);
