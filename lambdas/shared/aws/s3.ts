// The S3 client for objects that are small or read in pieces.
import { S3Client } from '@aws-sdk/client-s3';
import { optionalEnv } from '../base/env.ts';
import { bounded } from './bounded.ts';

/** The emulator finds a bucket by the path, which AWS still supports. */
export const forcesPathStyle = (): boolean => optionalEnv('AWS_ENDPOINT_URL') !== undefined;

let client: S3Client | undefined;

export function s3(): S3Client {
  client ??= new S3Client(bounded({ maxAttempts: 3, requestTimeout: 2500, forcePathStyle: forcesPathStyle() }));
  return client;
}
