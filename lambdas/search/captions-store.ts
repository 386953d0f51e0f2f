// Captions of public videos, from the bucket that the CDN has them from.
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { bounded } from '../shared/bounded.ts';
import { env } from '../shared/env.ts';
import { isMissing } from '../shared/objects.ts';
import { bindings } from './contract.ts';

let client: S3Client | undefined;

/** WebVTT; undefined when the video is public no longer, of which another event tells. */
export async function readCaptions(url: string): Promise<string | undefined> {
  const Key = new URL(url).pathname.slice(1);
  client ??= new S3Client(bounded({ maxAttempts: 2, requestTimeout: 1900 }));
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: env(bindings.publishedBucket), Key }));
    return await Body?.transformToString();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
