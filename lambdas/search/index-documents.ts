// Makes published documents findable: those of a batch become one small segment, which the manifest then names.

import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { together } from '../shared/messaging/together.ts';
import { events } from './contract.ts';
import { IndexStore } from './index/index-store.ts';
import { invert, type SearchDocument } from './index/inversion.ts';
import { adding } from './index/manifest.ts';

const store = new IndexStore();

/** Events may arrive repeatedly and in any order: the highest version of each document counts. */
const index = together(async (documents: readonly SearchDocument[]) => {
  await store.commit(adding(await store.putSegment(invert(documents))));
});

export const handler = eventWorker([
  on(events.documentPublished, ({ data: { documentId, version, title, text } }) =>
    index({ documentId, version, title, text }),
  ),
  on(events.documentRemoved, ({ data: { documentId, version } }) => index({ documentId, version, removed: true })),
]);
