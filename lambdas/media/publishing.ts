// Brings the bytes of a media to what its record says, and the record to rest. Whoever dies in it leaves the media due, and the
// sweep does it again.
import { hasUpload, publish, tidy, withdraw } from './blob-store.ts';
import { invalidate } from './cdn-store.ts';
import { isQuiet, needsPublishing, needsWithdrawing, quietFromMs, rejected, type StoredMedia } from './media.ts';
import { removeMedia, replaceMedia } from './store.ts';
import { askForWork } from './work-store.ts';

/** An upload that is there and was not judged is given to a worker again so often, and for so long. */
const AGAIN_MS = 300_000;
const GIVE_UP_MS = 3_600_000;

export interface Settled {
  /** Undefined when it is gone, or was changed by others, who settle it. */
  readonly media?: StoredMedia;
  /** What was done. */
  readonly did: 'published' | 'withdrawn' | 'expired' | 'asked again' | 'given up' | 'tidied' | 'removed' | 'nothing';
}

/** Nothing more to be done until then. */
function atRest(media: StoredMedia, nowMs: number): StoredMedia {
  const { dueAtMs: _, ...rest } = media;
  return isQuiet(media, nowMs) ? rest : { ...rest, dueAtMs: quietFromMs(media) };
}

export async function settle(media: StoredMedia, nowMs: number): Promise<Settled> {
  if (media.state === 'PENDING') return settlePending(media, nowMs);
  let after = media;
  let did: Settled['did'] = 'nothing';
  if (needsPublishing(media)) {
    await publish(media);
    after = { ...after, listed: true };
    did = 'published';
  }
  if (needsWithdrawing(media)) {
    await withdraw(media);
    await invalidate(media);
    // Whoever was copying when it was asked for may still be: so it is done twice.
    after = { ...after, published: !isQuiet(media, nowMs) };
    did = 'withdrawn';
  }
  // What is deleted goes at once, and again when nothing can come any more.
  if (media.state === 'DELETED' || isQuiet(media, nowMs)) {
    await tidy(media);
    if (did === 'nothing') did = 'tidied';
  }
  if (media.state === 'DELETED' && isQuiet(media, nowMs)) {
    await removeMedia(media);
    return { did: 'removed' };
  }
  return { ...found(await replaceMedia(media, atRest(after, nowMs))), did };
}

async function settlePending(media: StoredMedia, nowMs: number): Promise<Settled> {
  if (!isQuiet(media, nowMs)) return { media, did: 'nothing' };
  const late = nowMs > quietFromMs(media) + GIVE_UP_MS;
  const there = await hasUpload(media.mediaId);
  if (there && !late) {
    await askForWork(media.mediaId);
    return { ...found(await replaceMedia(media, { ...media, dueAtMs: nowMs + AGAIN_MS })), did: 'asked again' };
  }
  // It stays due, so that the next sweep takes away what is left of it.
  const after = await replaceMedia(media, rejected(media, there ? 'PROCESSING_FAILED' : 'UPLOAD_EXPIRED', nowMs));
  return { ...found(after), did: there ? 'given up' : 'expired' };
}

const found = (media: StoredMedia | undefined) => (media ? { media } : {});
