// Operations on S3 objects that several services share.
import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { chunksOf } from '../base/chunks.ts';

/** The object has another ETag than the request's If-Match. */
export const isReplaced = (error: unknown): boolean => (error as S3ServiceException).$metadata?.httpStatusCode === 412;

/** S3 answers 404 only to callers that may list the bucket. */
export const isMissing = (error: unknown): boolean => (error as S3ServiceException).$metadata?.httpStatusCode === 404;

export interface Found {
  readonly size: number;
  /** Changes with the bytes. */
  readonly etag: string;
}

export async function findObject(s3: S3Client, Bucket: string, Key: string): Promise<Found | undefined> {
  try {
    const { ContentLength = 0, ETag = '' } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return { size: ContentLength, etag: ETag };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export const sizeIfThere = async (s3: S3Client, Bucket: string, Key: string): Promise<number | undefined> =>
  (await findObject(s3, Bucket, Key))?.size;

export async function keysUnder(s3: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix }))
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  return keys;
}

const MOST_AT_ONCE = 1000;

/** Keys that do not exist are ignored. */
export async function removeKeys(s3: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  for (const some of chunksOf(keys, MOST_AT_ONCE)) {
    const Objects = some.map((Key) => ({ Key }));
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors[0]) throw new Error(`S3 did not delete ${Errors[0].Key}: ${Errors[0].Message}`);
  }
}
