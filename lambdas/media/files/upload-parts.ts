// Multipart uploads: the parts that have arrived, URLs for missing ones, and the end of the upload.

import { presignUrl, signerOf } from '../../shared/aws/presign.ts';
import { isoTime } from '../../shared/base/clock.ts';
import { env } from '../../shared/base/env.ts';
import { Problem } from '../../shared/base/problem.ts';
import { limits } from '../limits.ts';
import { deleteMedia, noSuch } from '../manage-media.ts';
import { grantEndsMs, isThere, keysOf, partCount, type StoredMedia } from '../media.ts';
import { mediaProblems } from '../problems.ts';
import { bindings } from '../resources.ts';
import type { PartUrls, UploadedParts } from '../schemas.ts';
import { findMedia } from '../store.ts';
import { closeUpload, hasUpload, uploadedParts } from './upload-store.ts';

type InParts = StoredMedia & { readonly partsId: string };

async function ownInParts(ownerId: string, mediaId: string, nowMs: number): Promise<InParts> {
  const media = await findMedia(mediaId);
  if (!isThere(media, nowMs) || media.ownerId !== ownerId || media.partsId === undefined) throw noSuch();
  return media as InParts;
}

const isOpen = (media: StoredMedia, nowMs: number): boolean => media.state === 'PENDING' && nowMs < grantEndsMs(media);

/** The number and ETag of each part that has the expected length. */
async function partsThere({ mediaId, partsId, sizeBytes }: InParts): Promise<Map<number, string>> {
  const parts = await uploadedParts(mediaId, partsId);
  const lengthOf = (number: number) => Math.min(limits.partBytes, sizeBytes - (number - 1) * limits.partBytes);
  return new Map(
    parts.flatMap(({ PartNumber = 0, ETag = '', Size }) =>
      Size === lengthOf(PartNumber) ? [[PartNumber, ETag] as const] : [],
    ),
  );
}

/** Once the upload is closed, all parts count as uploaded. */
export async function showParts(ownerId: string, mediaId: string, nowMs: number): Promise<UploadedParts> {
  const media = await ownInParts(ownerId, mediaId, nowMs);
  const count = partCount(media);
  const there = await partsThere(media);
  const taken = media.state === 'PROCESSING' || media.state === 'READY';
  const closed = taken || (there.size === 0 && (await hasUpload(mediaId)));
  const numbers = closed ? Array.from({ length: count }, (_, i) => i + 1) : [...there.keys()].sort((a, b) => a - b);
  return { partBytes: limits.partBytes, count, there: numbers };
}

/** Refuses with NOT_FOUND when the upload has ended, and for part numbers that it does not have. */
export async function askForParts(
  ownerId: string,
  mediaId: string,
  numbers: readonly number[],
  nowMs: number,
): Promise<PartUrls> {
  const media = await ownInParts(ownerId, mediaId, nowMs);
  if (!isOpen(media, nowMs) || numbers.some((number) => number > partCount(media))) throw noSuch();
  const signer = signerOf(env(bindings.quarantine));
  const seconds = limits.grantSeconds;
  return {
    parts: [...new Set(numbers)].map((number) => ({
      number,
      url: presignUrl(signer, 'PUT', keysOf(mediaId).upload, {
        nowMs,
        seconds,
        query: { partNumber: String(number), uploadId: media.partsId },
      }),
    })),
    expiresAt: isoTime(nowMs + seconds * 1000),
  };
}

/** Refuses with UPLOAD_INCOMPLETE. Idempotent. */
export async function completeUpload(ownerId: string, mediaId: string, nowMs: number): Promise<void> {
  const media = await ownInParts(ownerId, mediaId, nowMs);
  if (media.state !== 'PENDING') return;
  const there = await partsThere(media);
  const etags = Array.from({ length: partCount(media) }, (_, i) => there.get(i + 1));
  const isWhole = (given: typeof etags): given is string[] => given.every((etag) => etag !== undefined);
  if (isWhole(etags) && (await closeUpload(mediaId, media.partsId, etags))) return;
  // It may have been closed before, by a call whose response was lost.
  if (await hasUpload(mediaId)) return;
  const missing = etags.flatMap((etag, i) => (etag === undefined ? [i + 1] : []));
  throw new Problem(mediaProblems.uploadIncomplete, `Parts are missing or have the wrong size: ${missing.join(', ')}.`);
}

/** Removes the parts at once, and the media item with them. */
export async function giveUpUpload(ownerId: string, mediaId: string, nowMs: number): Promise<void> {
  const media = await findMedia(mediaId);
  if (media?.ownerId !== ownerId || media.partsId === undefined) throw noSuch();
  await deleteMedia(ownerId, mediaId, nowMs);
}
