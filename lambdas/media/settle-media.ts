// Brings the bytes of a media to what its record says, and the record to rest. Whoever dies in it leaves the media due, and the
// sweep does it again.
import { publish, tidy, withdraw } from './blob-store.ts';
import { invalidate } from './cdn-store.ts';
import {
  AGAIN_MS,
  awaitsCaptions,
  captioned,
  isQuiet,
  needsPublishing,
  needsWithdrawing,
  quietFromMs,
  rejected,
  type StoredMedia,
} from './media.ts';
import { removeMedia, replaceMedia } from './store.ts';
import { hasUpload } from './upload-store.ts';
import { findParts, removeParts } from './video/part-store.ts';
import { askForWork, tellAccepted } from './video/work-store.ts';

/** What workers do not do is asked of them again for so long. */
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
  if (media.state === 'PROCESSING') return settleProcessing(media, nowMs);
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
  if (awaitsCaptions(media) && isQuiet(media, nowMs)) {
    const { after: next, did: done } = await askForCaptions(after, nowMs);
    return { ...found(await replaceMedia(media, next)), did: did === 'nothing' ? done : did };
  }
  if (media.state === 'DELETED' || isQuiet(media, nowMs)) {
    await tidy(media);
    if (did === 'nothing') did = 'tidied';
  }
  if (media.state === 'DELETED' && isQuiet(media, nowMs)) {
    if (media.video) await removeParts(media.mediaId);
    await removeMedia(media);
    return { did: 'removed' };
  }
  return { ...found(await replaceMedia(media, atRest(after, nowMs))), did };
}

/** A video whose parts stand still is told of again; one that never ends is given up. */
async function settleProcessing(media: StoredMedia, nowMs: number): Promise<Settled> {
  const parts = await findParts(media.mediaId);
  const heardMs = Math.max(media.movedAtMs ?? 0, ...parts.map(({ updatedAtMs }) => updatedAtMs));
  if (nowMs > heardMs + GIVE_UP_MS) {
    const after = await replaceMedia(media, rejected(media, 'PROCESSING_FAILED', nowMs));
    return { ...found(after), did: 'given up' };
  }
  if (nowMs < heardMs + AGAIN_MS)
    return { ...found(await replaceMedia(media, { ...media, dueAtMs: heardMs + AGAIN_MS })), did: 'nothing' };
  await tellAccepted(media);
  return { ...found(await replaceMedia(media, { ...media, dueAtMs: nowMs + AGAIN_MS })), did: 'asked again' };
}

/** The upload stays for them until then. */
async function askForCaptions(
  media: StoredMedia,
  nowMs: number,
): Promise<{ after: StoredMedia; did: 'asked again' | 'given up' }> {
  if (media.video && nowMs > quietFromMs(media) + GIVE_UP_MS)
    return { after: captioned(media, media.video, { state: 'FAILED' }, nowMs), did: 'given up' };
  await tellAccepted(media);
  return { after: { ...media, dueAtMs: nowMs + AGAIN_MS }, did: 'asked again' };
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
