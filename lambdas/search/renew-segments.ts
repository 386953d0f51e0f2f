// Makes segments of an earlier analysis anew, one at a time: those of published documents from the documents table, those
// of a job or a collection from their own words, because their texts are not here. It may die anywhere: what is left
// comes with the next run.
import { chunksOf } from '../shared/base/chunks.ts';
import { systemClock } from '../shared/base/clock.ts';
import { readDocuments } from './document-store.ts';
import { analyseSegment } from './index/analysed-words.ts';
import type { IndexStore } from './index/index-store.ts';
import { invert, type SearchDocument } from './index/inversion.ts';
import { DOCUMENTS, outdated, replacing } from './index/manifest.ts';
import { readTail } from './index/segment.ts';
import type { Whole } from './index/whole.ts';

/** No segment is begun later: the function has a minute. */
const ENOUGH_MS = 20_000;
const MOST_DOCUMENTS_READ = 50;

/** Returns how many it made. */
export async function renewSegments(store: IndexStore): Promise<number> {
  const startedMs = systemClock.nowMs();
  let renewed = 0;
  for (const old of outdated((await store.currentManifest()).segments)) {
    if (systemClock.nowMs() > startedMs + ENOUGH_MS) break;
    const whole = { bytes: await store.readSegment(old.segmentId, 0, old.size), tailFrom: old.tailFrom };
    const built = old.source === DOCUMENTS ? invert(await documentsOf(whole)) : analyseSegment(whole);
    if (await store.commit(replacing([old], await store.putSegment(built, old.source)))) renewed += 1;
  }
  return renewed;
}

async function documentsOf({ bytes, tailFrom }: Whole): Promise<SearchDocument[]> {
  const ids = readTail(bytes.subarray(tailFrom)).documents.map(({ documentId }) => documentId);
  const documents: SearchDocument[] = [];
  for (const some of chunksOf(ids, MOST_DOCUMENTS_READ)) {
    // A stale read would put an older version into the index than the one that leaves it.
    const read = await readDocuments(some, { ConsistentRead: true });
    documents.push(...read.values());
  }
  return documents;
}
