// Unfinished multipart uploads, kept by this browser; choosing the same file again resumes its upload.
import { createStore, type Store } from '../../../kit/store.ts';

export interface BegunUpload {
  readonly mediaId: string;
  readonly userId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly lastModified: number;
  /** ISO 8601. After this time the upload no longer exists. */
  readonly expiresAt: string;
}

/** All unfinished uploads of this browser, of every user. */
export interface Begun extends Store<readonly BegunUpload[]> {
  of(userId: string, file: Pick<File, 'name' | 'size' | 'lastModified'>): BegunUpload | undefined;
  remember(upload: BegunUpload): void;
  forget(mediaId: string): void;
}

const storageKey = 'uploads';

function restore(storage: Storage, nowMs: number): readonly BegunUpload[] {
  try {
    const kept = JSON.parse(storage.getItem(storageKey) ?? '[]') as BegunUpload[];
    return kept.filter(({ mediaId, expiresAt }) => mediaId && Date.parse(expiresAt) > nowMs);
  } catch {
    return [];
  }
}

export function createBegun(storage: Storage, nowMs: () => number = Date.now): Begun {
  const store = createStore(restore(storage, nowMs()));
  store.subscribe((uploads) => {
    try {
      storage.setItem(storageKey, JSON.stringify(uploads));
    } catch {
      // Storage is full or forbidden; the list lives only as long as the page.
    }
  });
  return {
    ...store,
    of: (userId, { name, size, lastModified }) =>
      store
        .get()
        .find(
          (one) =>
            one.userId === userId &&
            one.name === name &&
            one.sizeBytes === size &&
            one.lastModified === lastModified &&
            Date.parse(one.expiresAt) > nowMs(),
        ),
    remember: (upload) => store.set([...store.get().filter(({ mediaId }) => mediaId !== upload.mediaId), upload]),
    forget: (mediaId) => store.set(store.get().filter((one) => one.mediaId !== mediaId)),
  };
}
