// Uploads in the quarantine bucket: opens and closes multipart uploads, and fetches uploads for the workers.
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AbortMultipartUploadCommand, GetObjectCommand, type Part } from '@aws-sdk/client-s3';
import { closeParts, listParts, openParts } from '../../shared/aws/multipart.ts';
import { isMissing, sizeIfThere } from '../../shared/aws/objects.ts';
import { s3 } from '../../shared/aws/s3.ts';
import { env } from '../../shared/base/env.ts';
import { keysOf, type StoredMedia } from '../media.ts';
import { bindings } from '../resources.ts';

const upload = (mediaId: string) => ({ Bucket: env(bindings.quarantine), Key: keysOf(mediaId).upload });

/** Undefined when the upload was removed. */
export async function readUpload(mediaId: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3().send(new GetObjectCommand(upload(mediaId)));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

const PRECONDITION_FAILED = 412;

/** Returns the ETag; undefined when the upload was removed or no longer has the requested ETag. */
export async function fetchUpload(mediaId: string, path: string, IfMatch?: string): Promise<string | undefined> {
  try {
    const { Body, ETag = '' } = await s3().send(new GetObjectCommand({ ...upload(mediaId), IfMatch }));
    await pipeline(Body as Readable, createWriteStream(path));
    return ETag;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (isMissing(error) || status === PRECONDITION_FAILED) return undefined;
    throw error;
  }
}

export async function hasUpload(mediaId: string): Promise<boolean> {
  const { Bucket, Key } = upload(mediaId);
  return (await sizeIfThere(s3(), Bucket, Key)) !== undefined;
}

export function openUpload(mediaId: string, contentType: string): Promise<string> {
  const { Bucket, Key } = upload(mediaId);
  return openParts(s3(), Bucket, Key, contentType);
}

/** The parts uploaded so far, in order; none once the upload is closed. */
export function uploadedParts(mediaId: string, partsId: string): Promise<Part[]> {
  const { Bucket, Key } = upload(mediaId);
  return listParts(s3(), Bucket, Key, partsId);
}

/** False when it was closed before, or the given parts do not match the uploaded ones. */
export function closeUpload(mediaId: string, partsId: string, etags: readonly string[]): Promise<boolean> {
  const { Bucket, Key } = upload(mediaId);
  return closeParts(s3(), Bucket, Key, partsId, etags);
}

/** Discards the uploaded parts; does nothing when the upload was closed. */
export async function abortUpload({ mediaId, partsId: UploadId }: StoredMedia): Promise<void> {
  if (UploadId === undefined) return;
  await s3()
    .send(new AbortMultipartUploadCommand({ ...upload(mediaId), UploadId }))
    .catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
}
