// Collections in the index of this service: segments in the bucket, and a manifest for each collection.
import type { IndexReader } from '../index/index-reader.ts';
import { IndexStore, storedIndex } from '../index/index-store.ts';
import { documentOf, invert } from '../index/inversion.ts';
import { adding } from '../index/manifest.ts';
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
