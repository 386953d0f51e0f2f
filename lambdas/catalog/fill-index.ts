// Fills the products' collection in search: at the first search after an upgrade or a loss, and by `npm run search -- rebuild`.
import { fillTask, type SearchEntry } from '../shared/base/search-tasks.ts';
import { fillCollection } from '../shared/messaging/search-client.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { COLLECTION, entryOf } from './product.ts';
import { allProducts } from './store.ts';

async function* entries(): AsyncGenerator<SearchEntry[]> {
  for await (const page of allProducts()) yield page.map(entryOf);
}

export const handler = taskWorker(fillTask, async ({ correlationId }) => ({
  entries: await fillCollection(COLLECTION, entries(), correlationId),
}));
