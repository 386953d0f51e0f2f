// Fills the orders' collection in search: at the first search after an upgrade or a loss, and by `npm run search -- rebuild`.
import { inChunks } from '../shared/base/chunks.ts';
import { fillTask, type SearchEntry } from '../shared/base/search-tasks.ts';
import { fillCollection } from '../shared/messaging/search-client.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { readOrder, scanOrders } from './event-store.ts';
import { COLLECTION, entryOf, viewsOf } from './views/view.ts';

const AT_A_TIME = 20;

/** From the events: a row may be older than what the index has. */
async function* entries(): AsyncGenerator<SearchEntry[]> {
  let after: Record<string, unknown> | undefined;
  do {
    const { orderIds, next } = await scanOrders(after);
    const states = await inChunks(orderIds, AT_A_TIME, readOrder);
    yield states.flatMap((state) => (state ? viewsOf(state).map(entryOf) : []));
    after = next;
  } while (after);
}

export const handler = taskWorker(fillTask, async ({ correlationId }) => ({
  entries: await fillCollection(COLLECTION, entries(), correlationId),
}));
