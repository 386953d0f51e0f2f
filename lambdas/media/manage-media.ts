// Users announce, view, change and delete media items. A change is one conditional write, and the bytes
// follow it; if that is interrupted, the sweep continues.

import { presignForm, signerOf } from '../shared/aws/presign.ts';
import { isoTime } from '../shared/base/clock.ts';
import { env } from '../shared/base/env.ts';
import { log } from '../shared/base/log.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { acceptedType, imageTypes, videoTypes } from './files/accepted-files.ts';
import { openUpload } from './files/upload-store.ts';
import { limits } from './limits.ts';
import {
  grantEndsMs,
  idOf,
  isThere,
  keysOf,
  kindOf,
  type MediaType,
  newMedia,
  partCount,
  type StoredMedia,
} from './media.ts';
import { mediaProblems } from './problems.ts';
import { change } from './record/change.ts';
import { decide, needsPublishing, needsWithdrawing } from './record/decide.ts';
import { bindings } from './resources.ts';
import type { AnnounceMedia, ChangeMedia, Media, MediaGrant } from './schemas.ts';
import { settle } from './settle-media.ts';
import { presentNow } from './show-media.ts';
import { addMedia, findMedia } from './store.ts';

interface Call {
  readonly nowMs: number;
  readonly operationId: string;
  readonly correlationId: string;
}

/** Throws MEDIA_TYPE_REFUSED or MEDIA_TOO_LARGE. */
function typeOf({ contentType, sizeBytes }: AnnounceMedia): MediaType {
  const known = acceptedType(contentType);
  if (!known)
    throw new Problem(
      mediaProblems.mediaTypeRefused,
      `${contentType} is not taken; ${[...imageTypes, ...videoTypes].join(', ')} are.`,
    );
  const most = kindOf(known) === 'video' ? limits.videoBytes : limits.imageBytes;
  if (sizeBytes > most)
    throw new Problem(mediaProblems.mediaTooLarge, `A file of type ${known} has at most ${most} bytes.`);
  return known;
}

/**
 * Refuses with MEDIA_TYPE_REFUSED, MEDIA_TOO_LARGE and TOO_MUCH_MEDIA. The same operation again returns the same media
 * item.
 */
export async function announceMedia(ownerId: string, wish: AnnounceMedia, call: Call): Promise<MediaGrant> {
  const contentType = typeOf(wish);
  const isLarge = wish.sizeBytes > limits.singleUploadBytes;
  const mediaId = idOf(call.operationId);
  // S3 opens the upload before the media item exists, so a second attempt first checks for the item.
  const known = isLarge ? await findMedia(mediaId) : undefined;
  const partsId = isLarge && !known ? await openUpload(mediaId, contentType) : undefined;
  const media = known ?? (await addMedia(newMedia(ownerId, { ...wish, contentType }, call, partsId)));
  if (!media)
    throw new Problem(
      mediaProblems.tooMuchMedia,
      `At most ${limits.items} and ${limits.bytes} bytes in all; delete some first.`,
    );
  return grantOf(media);
}

function grantOf(media: StoredMedia): MediaGrant {
  const { mediaId, sizeBytes, createdAtMs, contentType, partsId } = media;
  const expiresAt = isoTime(grantEndsMs(media));
  if (partsId !== undefined)
    return { mediaId, parts: { partBytes: limits.partBytes, count: partCount(media) }, expiresAt };
  const grant = { key: keysOf(mediaId).upload, bytes: sizeBytes, contentType, nowMs: createdAtMs };
  const upload = presignForm(signerOf(env(bindings.quarantine)), { ...grant, seconds: limits.grantSeconds });
  return { mediaId, upload, expiresAt };
}

export const noSuch = () => new Problem(problems.notFound, 'You have no such media item.');

/** A media item of this user or a public one. NOT_FOUND for another user's private item, exactly as for none. */
export async function showMedia(userId: string, mediaId: string, nowMs: number): Promise<Media> {
  const media = await findMedia(mediaId);
  if (!isThere(media, nowMs) || (media.ownerId !== userId && !media.listed)) throw noSuch();
  return presentNow(media, { userId }, nowMs);
}

/** Carries out the decision now; if that fails, the sweep does it. */
async function follow(media: StoredMedia, nowMs: number): Promise<StoredMedia> {
  if (!needsPublishing(media) && !needsWithdrawing(media) && media.state !== 'DELETED') return media;
  try {
    return (await settle(media, nowMs)).media ?? media;
  } catch (error) {
    log('warn', 'media not settled, the sweep will retry', { mediaId: media.mediaId }, error);
    return media;
  }
}

/** Refuses with MEDIA_NOT_READY. */
export async function changeMedia(ownerId: string, mediaId: string, wish: ChangeMedia, nowMs: number): Promise<Media> {
  const done = await change(mediaId, (media) => {
    if (!isThere(media, nowMs) || media.ownerId !== ownerId) throw noSuch();
    return { after: decide(media, { step: 'CHANGE', wish }, nowMs), value: undefined };
  });
  if (!done) throw noSuch();
  return presentNow(await follow(done.media, nowMs), { userId: ownerId }, nowMs);
}

/** Gone for everyone at once, its bytes within moments. Idempotent. */
export async function deleteMedia(ownerId: string, mediaId: string, nowMs: number): Promise<void> {
  const done = await change(mediaId, (media) => {
    const isOwn = media.ownerId === ownerId && (media.state === 'DELETED' || isThere(media, nowMs));
    if (!isOwn) throw noSuch();
    return { after: decide(media, { step: 'DELETE' }, nowMs), value: undefined };
  });
  if (!done) throw noSuch();
  if (done.changed) await follow(done.media, nowMs);
}
