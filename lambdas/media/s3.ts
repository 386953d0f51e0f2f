// The client of the service's buckets.
import { S3Client } from '@aws-sdk/client-s3';
import { bounded } from '../shared/bounded.ts';
import { optionalEnv } from '../shared/env.ts';

let client: S3Client | undefined;

export function s3(): S3Client {
  // The emulator knows a bucket by the path, as AWS still does.
  const forcePathStyle = optionalEnv('AWS_ENDPOINT_URL') !== undefined;
  client ??= new S3Client(bounded({ maxAttempts: 3, requestTimeout: 2500, forcePathStyle }));
  return client;
}
