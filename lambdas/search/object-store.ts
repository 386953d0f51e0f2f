// The S3 client for searching and indexing: two attempts end before a function with five seconds does.
import { S3Client } from '@aws-sdk/client-s3';
import { bounded } from '../shared/aws/bounded.ts';

let client: S3Client | undefined;

export function s3(): S3Client {
  client ??= new S3Client(bounded({ maxAttempts: 2, requestTimeout: 1900 }));
  return client;
}
