// Collections in the index of this service: segments in the bucket, and a manifest for each collection.
import type { SearchEntry } from '../../shared/base/search-tasks.ts';
import type { IndexReader } from '../index/index-reader.ts';
import { IndexStore } from '../index/index-store.ts';
import { invert, type SearchDocument } from '../index/inversion.ts';
import { adding } from '../index/manifest.ts';
import { storedIndex } from '../index/stored-index.ts';
import { newestIn } from '../query/newest.ts';
import type { Collections } from './collections.ts';

/** One for each collection that this instance was asked for. */
const readers = new Map<string, IndexReader>();

function readerOf(collection: string): IndexReader {
  const known = readers.get(collection);
  if (known) return known;
  const reader = storedIndex(collection);
  readers.set(collection, reader);
  return reader;
}

const documentOf = (entry: SearchEntry): SearchDocument => {
  const { id: documentId, version } = entry;
  if ('removed' in entry) return { documentId, version, removed: true };
  return { documentId, version, title: entry.text, text: '', readers: entry.readers, filters: entry.filters };
};

export const segmentCollections: Collections = {
  async find({ collection, ...asked }) {
    const { snapshot, isFilled } = await readerOf(collection).current();
    return isFilled ? { outcome: 'FOUND', ...(await newestIn(snapshot, asked)) } : { outcome: 'NOT_FILLED' };
  },
  async put(collection, entries) {
    const store = new IndexStore(collection);
    await store.commit(adding(await store.putSegment(invert(entries.map(documentOf)))));
  },
  async begin(collection) {
    const { segments } = await new IndexStore(collection).currentManifest();
    return segments.map(({ segmentId }) => segmentId);
  },
  async end(collection, old) {
    const gone = new Set(old);
    await new IndexStore(collection).commit((all) => all.filter(({ segmentId }) => !gone.has(segmentId)), {
      filled: true,
    });
  },
};
