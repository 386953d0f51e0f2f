// Puts entries into the index of search, as its own functions do, and leaves the segments that its merges leave.
import { segmentCollections } from '../../lambdas/search/collections/keep-segments.ts';
import { handler as mergeSegments } from '../../lambdas/search/merge-segments.ts';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import type { SearchEntry } from '../../lambdas/shared/base/search-tasks.ts';

/** Of one segment, before merges. */
const BATCH = 250;

export async function putEntries(collection: string, entries: readonly SearchEntry[]): Promise<void> {
  for (const some of chunksOf(entries, BATCH)) await segmentCollections.put(collection, some);
  await segmentCollections.end(collection, []);
  await mergeAll();
}

export async function mergeAll(): Promise<void> {
  while ((await mergeSegments()).merged > 0);
}
