// Makes changed products findable, and deleted ones not.
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { entriesKeeper } from '../shared/messaging/search-client.ts';
import { events } from './contract.ts';
import { COLLECTION, entryOf } from './product.ts';
import { readProducts } from './store.ts';

const keep = entriesKeeper(COLLECTION, async (productIds) => {
  const products = await readProducts(productIds, { ConsistentRead: true });
  return [...products.values()].map(entryOf);
});

export const handler = eventWorker([
  on(events.productChanged, ({ data, correlationId }) => keep({ id: data.productId, correlationId })),
]);
