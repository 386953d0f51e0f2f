// How documents change: a publisher may change its own, an administrator any. Each change raises the version and emits
// one event.
import { inChunks } from '../shared/base/chunks.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import type { Caller } from '../shared/http/request.ts';
import type { PublishDocument } from './contract.ts';
import { type Change, isSo, type KeptDocument, type StoredDocument } from './document.ts';
import { findDocument, writeDocument } from './document-store.ts';

export interface Outcome {
  readonly documentId: string;
  readonly version: number;
  readonly changed: boolean;
}

/** The media service's report on a media item that everyone can see, or could until now. */
export interface ShownMedia {
  readonly mediaId: string;
  readonly version: number;
  readonly ownerId: string;
  readonly shown: boolean;
  readonly title: string;
}

/** Concurrent writes of one document cancel each other. */
const AT_A_TIME = 10;

/**
 * Brings the document to the wanted state, whatever it was before; does nothing if it is already there. Refuses with
 * FORBIDDEN.
 */
async function publish(user: Caller, wish: PublishDocument, change: Change): Promise<Outcome> {
  return replace(user, wish.documentId, change, (before, kept) =>
    isSo(before, wish) ? undefined : { ...kept, ...wish },
  );
}

/**
 * Publishes each document independently; for equal ids, the last one wins. A retry after a failure publishes the
 * missing ones.
 */
export function publishAll(user: Caller, wishes: readonly PublishDocument[], change: Change): Promise<Outcome[]> {
  const last = [...new Map(wishes.map((wish) => [wish.documentId, wish])).values()];
  return inChunks(last, AT_A_TIME, (wish) => publish(user, wish, change));
}

/** Refuses with NOT_FOUND and FORBIDDEN. Idempotent. */
export async function remove(user: Caller, documentId: string, change: Change): Promise<void> {
  await replace(user, documentId, change, (before, kept) => {
    if (!before) throw new Problem(problems.notFound, 'No such document exists.');
    return 'removed' in before ? undefined : { ...kept, removed: true };
  });
}

/** Users cannot publish under these ids, because of the colon. */
const mediaDocumentId = (mediaId: string): string => `media:${mediaId}`;

/**
 * A document about a media item, found by its title and by what is said in it. A late or repeated event changes
 * nothing.
 */
export async function publishMedia(media: ShownMedia, text: string, change: Change): Promise<Outcome> {
  const { mediaId, version: mediaVersion, ownerId, shown, title } = media;
  const owner = { userId: ownerId, roles: [] };
  return replace(owner, mediaDocumentId(mediaId), change, (before, kept) => {
    if ((before?.mediaVersion ?? 0) >= mediaVersion) return undefined;
    return shown
      ? { ...kept, mediaVersion, title, url: `/#/media/${mediaId}`, text }
      : { ...kept, mediaVersion, removed: true };
  });
}

const replace = (
  user: Pick<Caller, 'userId' | 'roles'>,
  documentId: string,
  change: Change,
  next: (before: StoredDocument | undefined, kept: KeptDocument) => StoredDocument | undefined,
): Promise<Outcome> =>
  retryOnConflict(`document ${documentId}`, async () => {
    const before = await findDocument(documentId);
    if (before && before.publisherId !== user.userId && !user.roles.includes('admin'))
      throw new Problem(problems.forbidden, `The document ${documentId} belongs to another publisher.`);
    const version = (before?.version ?? 0) + 1;
    const publisherId = before?.publisherId ?? user.userId;
    const after = next(before, { documentId, version, publisherId, updatedAtMs: change.nowMs });
    if (!after) return { documentId, version: before?.version ?? 0, changed: false };
    return (await writeDocument(after, change)) ? { documentId, version, changed: true } : CONFLICT;
  });
