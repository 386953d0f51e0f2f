// Makes published documents findable: those of a batch become one small segment, which the manifest then names.
import { eventWorker, on } from '../shared/messaging/event-worker.ts';
import { events } from './contract.ts';
import { together } from './index/batch.ts';
import { commit, putSegment } from './index/index-store.ts';
import { invert, type SearchDocument } from './index/inversion.ts';
import { adding, DOCUMENTS } from './index/manifest.ts';

/** Events may arrive repeatedly and in any order: the highest version of each document counts. */
const index = together(async (documents: readonly SearchDocument[]) => {
  await commit(adding(await putSegment(invert(documents), DOCUMENTS)));
});

export const handler = eventWorker([
  on(events.documentPublished, ({ data: { documentId, version, title, text } }) =>
    index({ documentId, version, title, text }),
  ),
  on(events.documentRemoved, ({ data: { documentId, version } }) => index({ documentId, version, removed: true })),
]);
