// Captions of public videos, read from the bucket that the CDN serves.
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { isMissing } from '../shared/aws/objects.ts';
import { env } from '../shared/base/env.ts';
import { s3 } from './object-store.ts';
import { bindings } from './resources.ts';

/** WebVTT; undefined when the video is no longer public, which another event reports. */
export async function readCaptions(url: string): Promise<string | undefined> {
  const Key = new URL(url).pathname.slice(1);
  try {
    const { Body } = await s3().send(new GetObjectCommand({ Bucket: env(bindings.publishedBucket), Key }));
    return await Body?.transformToString();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
