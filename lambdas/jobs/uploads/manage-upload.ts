// Uploads: announced first, so size and location are known before the first byte, then uploaded by their owner directly
// to S3.

import { presignForm, presignUrl } from '../../shared/aws/presign.ts';
import { isoTime, secondsOfDayLeft } from '../../shared/base/clock.ts';
import { Problem, problems, tryLater } from '../../shared/base/problem.ts';
import type { Upload } from '../contract.ts';
import { idOf } from '../job.ts';
import { quotas } from '../limits.ts';
import { jobProblems } from '../problems.ts';
import { buckets } from '../resources.ts';
import { announceBytes } from '../store.ts';
import { PART_BYTES, partCount, wrongParts } from './parts.ts';
import {
  addUpload,
  closeUpload,
  findUpload,
  isThere,
  openUpload,
  type StoredUpload,
  signer,
  uploadedParts,
} from './upload-store.ts';

/** How long the form and the URLs are valid. */
const URL_SECONDS = 3600;
/** As long as the bucket's lifecycle rule keeps the bytes. */
const KEEP_SECONDS = buckets.blobs.keepDays.uploads * 86_400;

/** Refuses with TOO_MANY_BYTES. An announcement whose response was lost counts twice against the daily limit. */
export async function announceUpload(
  ownerId: string,
  { filename, sizeBytes }: { readonly filename: string; readonly sizeBytes: number },
  { nowMs, operationId }: { readonly nowMs: number; readonly operationId: string },
): Promise<Upload> {
  const uploadId = idOf('upload', operationId);
  const known = await findUpload(uploadId);
  if (known) return present(known, nowMs);
  if (!(await announceBytes(ownerId, sizeBytes, nowMs)))
    throw tryLater(
      jobProblems.tooManyBytes,
      secondsOfDayLeft(nowMs),
      `At most ${quotas.uploadBytesPerDay} bytes a day.`,
    );
  const key = `${buckets.blobs.prefix.uploads}${ownerId}/${uploadId}/${filename}`;
  const partsId = sizeBytes > quotas.singleUploadBytes ? await openUpload(key) : undefined;
  const expiration = Math.ceil(nowMs / 1000) + KEEP_SECONDS;
  return present(
    await addUpload({ uploadId, ownerId, key, filename, sizeBytes, ...(partsId && { partsId }), expiration }),
    nowMs,
  );
}

function present({ uploadId, key, sizeBytes, partsId }: StoredUpload, nowMs: number): Upload {
  const by = signer();
  const time = { nowMs, seconds: URL_SECONDS };
  const expiresAt = isoTime(nowMs + URL_SECONDS * 1000);
  if (!partsId) return { uploadId, upload: presignForm(by, { key, bytes: sizeBytes, ...time }), expiresAt };
  const urls = Array.from({ length: partCount(sizeBytes) }, (_, i) =>
    presignUrl(by, 'PUT', key, { ...time, query: { partNumber: String(i + 1), uploadId: partsId } }),
  );
  return { uploadId, parts: { partBytes: PART_BYTES, urls }, expiresAt };
}

/** Idempotent. NOT_FOUND for another user's upload, exactly as for none. Refuses with UPLOAD_INCOMPLETE. */
export async function completeUpload(ownerId: string, uploadId: string, etags: readonly string[]): Promise<void> {
  const upload = await findUpload(uploadId);
  if (upload?.ownerId !== ownerId || !upload.partsId)
    throw new Problem(problems.notFound, 'You have no such multipart upload.');
  const { key, partsId, sizeBytes } = upload;
  const wrong = wrongParts(sizeBytes, etags, await uploadedParts(key, partsId));
  if (wrong.length === 0 && (await closeUpload(key, partsId, etags))) return;
  // It may have been closed before, by a call whose response was lost.
  if (await isThere(upload)) return;
  const parts = wrong.length === 0 ? 'All parts' : `Of ${partCount(sizeBytes)} parts, ${wrong.join(', ')}`;
  throw new Problem(
    jobProblems.uploadIncomplete,
    `${parts}: missing, of another length or ETag, or too many. Upload them again, then complete the upload.`,
  );
}
