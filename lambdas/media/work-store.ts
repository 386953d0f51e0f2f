// The queue of uploads that wait for their worker: S3 fills it, and the sweep where S3 or a worker lost one.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { bounded } from '../shared/bounded.ts';
import { env } from '../shared/env.ts';
import { keysOf } from './media.ts';
import { bindings } from './names.ts';

let client: SQSClient | undefined;

/** As S3 tells of it. */
const uploadMessage = (key: string) => ({ Records: [{ s3: { object: { key } } }] });

export async function askForWork(mediaId: string): Promise<void> {
  client ??= new SQSClient(bounded({ maxAttempts: 2, requestTimeout: 1000 }));
  const MessageBody = JSON.stringify(uploadMessage(keysOf(mediaId).upload));
  await client.send(new SendMessageCommand({ QueueUrl: env(bindings.workQueue), MessageBody }));
}
