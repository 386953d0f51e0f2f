// The bytes of jobs in S3: read in ranges, written whole or in parts, listed and removed by prefix.
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { bounded } from '../shared/aws/bounded.ts';
import * as objects from '../shared/aws/objects.ts';
import { forcesPathStyle } from '../shared/aws/s3.ts';
import { env } from '../shared/base/env.ts';
import { type Blobs, Replaced } from './core/blobs.ts';
import { bindings, buckets } from './resources.ts';

/** Minimum part size, except for the last part; 10,000 of them are 80 GB. */
const PART_BYTES = 8 * 2 ** 20;

const UPLOAD_DAYS = buckets.blobs.keepDays.uploads;

let client: S3Client | undefined;
const s3 = (): S3Client => {
  client ??= new S3Client(bounded({ maxAttempts: 3, requestTimeout: 8000, forcePathStyle: forcesPathStyle() }));
  return client;
};
const at = (Key: string) => ({ Bucket: env(bindings.bucket), Key });

export const blobs: Blobs = {
  async size(key) {
    return (await s3().send(new HeadObjectCommand(at(key)))).ContentLength ?? 0;
  },
  async *read(key, from = 0, to, IfMatch) {
    if (to !== undefined && to <= from) return;
    const range = from === 0 && to === undefined ? {} : { Range: `bytes=${from}-${to === undefined ? '' : to - 1}` };
    yield* await bodyOf({ ...at(key), ...range, IfMatch });
  },
  async write(key, body) {
    if (body instanceof Uint8Array) await put(key, body);
    else await writeInParts(key, body);
  },
};

async function bodyOf(of: GetObjectCommandInput): Promise<Readable> {
  try {
    return (await s3().send(new GetObjectCommand(of))).Body as Readable;
  } catch (error) {
    if (of.IfMatch === undefined) throw error;
    if (objects.isReplaced(error)) throw new Replaced('was replaced after the job began to read it: start another job');
    if (objects.isMissing(error)) throw new Replaced(`was removed: uploads are kept for ${UPLOAD_DAYS} days`);
    throw error;
  }
}

const put = (key: string, Body: Uint8Array) => s3().send(new PutObjectCommand({ ...at(key), Body }));

/** Collects parts of at least PART_BYTES; a body that fits in one part is put whole. */
async function* partsOf(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(chunks);
    [chunks, bytes] = [[], 0];
  }
  yield Buffer.concat(chunks);
}

async function writeInParts(key: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  let UploadId: string | undefined;
  let held: Uint8Array | undefined;
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  const send = async (Body: Uint8Array): Promise<void> => {
    UploadId ??= (await s3().send(new CreateMultipartUploadCommand(at(key)))).UploadId;
    const PartNumber = Parts.length + 1;
    const { ETag } = await s3().send(new UploadPartCommand({ ...at(key), UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  };
  try {
    for await (const part of partsOf(body)) {
      if (held) await send(held);
      held = part;
    }
    if (!UploadId) return void (await put(key, held ?? new Uint8Array()));
    if (held && held.length > 0) await send(held);
    await s3().send(new CompleteMultipartUploadCommand({ ...at(key), UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    // If the abort fails, the bucket's lifecycle rule removes the upload.
    if (UploadId)
      await s3()
        .send(new AbortMultipartUploadCommand({ ...at(key), UploadId }))
        .catch(() => {});
    throw error;
  }
}

export async function readJson<Value>(key: string): Promise<Value> {
  const { Body } = await s3().send(new GetObjectCommand(at(key)));
  return JSON.parse((await Body?.transformToString()) ?? '') as Value;
}

export const writeJson = (key: string, value: unknown): Promise<unknown> =>
  put(key, Buffer.from(JSON.stringify(value)));

/** Undefined when there is no such object. */
export const findObject = (key: string): Promise<objects.Found | undefined> =>
  objects.findObject(s3(), env(bindings.bucket), key);

export const sizeIfThere = (key: string): Promise<number | undefined> =>
  objects.sizeIfThere(s3(), env(bindings.bucket), key);

export const keysUnder = (prefix: string): Promise<string[]> => objects.keysUnder(s3(), env(bindings.bucket), prefix);

export const removeKeys = (keys: readonly string[]): Promise<void> =>
  objects.removeKeys(s3(), env(bindings.bucket), keys);
