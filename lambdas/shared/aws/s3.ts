// The client of S3, for objects that are small or read piece by piece.
import { S3Client } from '@aws-sdk/client-s3';
import { optionalEnv } from '../base/env.ts';
import { bounded } from './bounded.ts';

/** The emulator knows a bucket by the path, as AWS still does. */
export const forcesPathStyle = (): boolean => optionalEnv('AWS_ENDPOINT_URL') !== undefined;

let client: S3Client | undefined;

export function s3(): S3Client {
  client ??= new S3Client(bounded({ maxAttempts: 3, requestTimeout: 2500, forcePathStyle: forcesPathStyle() }));
  return client;
}
