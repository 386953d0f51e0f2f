// What services do with many objects of their buckets at once.
import { DeleteObjectsCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

export async function keysUnder(s3: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => Key ?? []));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return keys;
}

const MOST_AT_ONCE = 1000;

/** Removing what is not there is fine. */
export async function removeKeys(s3: S3Client, Bucket: string, keys: readonly string[]): Promise<void> {
  for (let first = 0; first < keys.length; first += MOST_AT_ONCE) {
    const Objects = keys.slice(first, first + MOST_AT_ONCE).map((Key) => ({ Key }));
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors[0]) throw new Error(`S3 keeps ${Errors[0].Key}: ${Errors[0].Message}`);
  }
}
