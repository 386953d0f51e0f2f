// The seam between the collections of other systems and the index that serves them.
import type { Asked, Found, SearchEntry } from '../../shared/base/search-tasks.ts';

export interface Collections {
  /** Newest first. Only entries with one of the readers and all of the filters count for anything. */
  find(asked: Asked): Promise<Found>;
  /** The highest version of an entry counts. Safe to repeat. */
  put(collection: string, entries: readonly SearchEntry[]): Promise<void>;
  /** The index before it is filled anew; it answers meanwhile. */
  begin(collection: string): Promise<readonly string[]>;
  /** Removes what `begin` returned, and from now on takes the collection as filled. */
  end(collection: string, old: readonly string[]): Promise<void>;
}
