// What people ask of media: to announce, see, change and forget them. A change is one conditional write; the bytes follow it, and
// where that is interrupted the sweep goes on.
import { isoTime } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { log } from '../shared/log.ts';
import { presignForm, presignUrl, signerOf } from '../shared/presign.ts';
import { Problem, problems } from '../shared/problem.ts';
import type { AnnounceMedia, ChangeMedia, Media, MediaGrant } from './contract.ts';
import {
  changed,
  deleted,
  grantEndsMs,
  keysOf,
  needsPublishing,
  needsWithdrawing,
  newMedia,
  type StoredMedia,
} from './media.ts';
import { bindings, type ImageType, imageTypes, limits, mediaProblems } from './names.ts';
import { settle } from './publishing.ts';
import { addMedia, findMedia, replaceMedia } from './store.ts';

interface Call {
  readonly nowMs: number;
  readonly operationId: string;
  readonly correlationId: string;
}

const isImage = (contentType: string): contentType is ImageType =>
  (imageTypes as readonly string[]).includes(contentType);

/** Refuses with MEDIA_TYPE_REFUSED and TOO_MUCH_MEDIA; the same operation again is the same media. */
export async function announceMedia(ownerId: string, wish: AnnounceMedia, call: Call): Promise<MediaGrant> {
  const { contentType } = wish;
  if (!isImage(contentType))
    throw new Problem(mediaProblems.mediaTypeRefused, `${contentType} is not taken; ${imageTypes.join(', ')} are.`);
  const media = await addMedia(newMedia(ownerId, { ...wish, contentType }, call));
  if (!media)
    throw new Problem(
      mediaProblems.tooMuchMedia,
      `At most ${limits.items} and ${limits.bytes} bytes in all; delete some first.`,
    );
  const { mediaId, sizeBytes, createdAtMs } = media;
  const grant = { key: keysOf(mediaId).upload, bytes: sizeBytes, contentType, nowMs: createdAtMs };
  return {
    mediaId,
    upload: presignForm(signerOf(env(bindings.quarantine)), { ...grant, seconds: limits.grantSeconds }),
    expiresAt: isoTime(grantEndsMs(media)),
  };
}

/** Signed by the window, so that a browser gets the same address twice and need not load again what it has. */
const WINDOW_SECONDS = 300;

/** To whoever may see it. */
export function present(media: StoredMedia, nowMs: number): Media {
  const { mediaId, picture, listed } = media;
  const signedAtMs = nowMs - (nowMs % (WINDOW_SECONDS * 1000));
  const seconds = 2 * WINDOW_SECONDS;
  const urlOf = (file: string): string =>
    listed
      ? `${env(bindings.publicUrl)}/${keysOf(mediaId).published}${file}`
      : presignUrl(signerOf(env(bindings.renditions)), 'GET', `${keysOf(mediaId).renditions}${file}`, {
          nowMs: signedAtMs,
          seconds,
        });
  return {
    mediaId,
    ownerId: media.ownerId,
    title: media.title ?? null,
    filename: media.filename,
    contentType: media.contentType,
    sizeBytes: media.sizeBytes,
    state: media.state as Media['state'],
    reason: media.reason ?? null,
    visibility: media.visibility,
    width: picture?.width ?? null,
    height: picture?.height ?? null,
    checksum: picture?.checksum ?? null,
    placeholder: picture?.placeholder ?? null,
    renditions: (picture?.renditions ?? []).map(({ file, ...rendition }) => ({ ...rendition, url: urlOf(file) })),
    urlsExpireAt: picture && !listed ? isoTime(signedAtMs + seconds * 1000) : null,
    createdAt: isoTime(media.createdAtMs),
  };
}

const noSuch = () => new Problem(problems.notFound, 'You have no such media.');

/** DynamoDB takes its time with what has expired. */
export const isThere = (media: StoredMedia | undefined, nowMs: number): media is StoredMedia =>
  media !== undefined && media.state !== 'DELETED' && (media.expiration ?? Number.POSITIVE_INFINITY) * 1000 > nowMs;

/** One's own, or what everybody may see; NOT_FOUND for another's just as for none. */
export async function showMedia(userId: string, mediaId: string, nowMs: number): Promise<Media> {
  const media = await findMedia(mediaId);
  if (!isThere(media, nowMs) || (media.ownerId !== userId && !media.listed)) throw noSuch();
  return present(media, nowMs);
}

/** Decides again while somebody else writes. */
async function change(
  ownerId: string,
  mediaId: string,
  nowMs: number,
  decide: (media: StoredMedia) => StoredMedia,
): Promise<StoredMedia> {
  for (;;) {
    const before = await findMedia(mediaId);
    if (!isThere(before, nowMs) || before.ownerId !== ownerId) throw noSuch();
    const after = await replaceMedia(before, decide(before));
    if (after) return after;
  }
}

/** What is decided is done, now or by the sweep. */
async function follow(media: StoredMedia, nowMs: number): Promise<StoredMedia> {
  if (!needsPublishing(media) && !needsWithdrawing(media) && media.state !== 'DELETED') return media;
  try {
    return (await settle(media, nowMs)).media ?? media;
  } catch (error) {
    log('warn', 'media not settled, the sweep does it', { mediaId: media.mediaId }, error);
    return media;
  }
}

/** Refuses with MEDIA_NOT_READY. */
export async function changeMedia(ownerId: string, mediaId: string, wish: ChangeMedia, nowMs: number): Promise<Media> {
  const after = await change(ownerId, mediaId, nowMs, (media) => {
    if (wish.visibility === 'public' && media.state !== 'READY')
      throw new Problem(mediaProblems.mediaNotReady, `It is ${media.state}.`);
    return changed(media, wish, nowMs);
  });
  return present(await follow(after, nowMs), nowMs);
}

/** Gone for everybody at once, its bytes within moments. Deleting twice is deleting once. */
export async function deleteMedia(ownerId: string, mediaId: string, nowMs: number): Promise<void> {
  const media = await findMedia(mediaId);
  if (media?.ownerId === ownerId && media.state === 'DELETED') return;
  await follow(await change(ownerId, mediaId, nowMs, (before) => deleted(before, nowMs)), nowMs);
}
