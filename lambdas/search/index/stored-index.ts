// The index in the table and the bucket, for a warm instance to read.
import { systemClock } from '../../shared/base/clock.ts';
import { IndexReader } from './index-reader.ts';
import { IndexStore } from './index-store.ts';

/** Of published documents, or of a collection. */
export function storedIndex(collection?: string): IndexReader {
  const store = new IndexStore(collection);
  return new IndexReader(
    {
      current: () => store.currentManifest(),
      at: (generation) => store.manifestOf(generation),
      read: (segmentId, from, to) => store.readSegment(segmentId, from, to),
    },
    systemClock,
  );
}
