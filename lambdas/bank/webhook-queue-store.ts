// The queue of webhooks to send: each message is the key of a ledger entry, put before the entry is written.
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { bounded } from '../shared/aws/bounded.ts';
import { env } from '../shared/base/env.ts';
import { jitterMs } from '../shared/base/ids.ts';
import { bindings } from './resources.ts';
import type { EntryKey } from './store.ts';

const Message = z.object({ pk: z.string(), sk: z.string() });
let client: SQSClient | undefined;

const sqs = (): SQSClient => {
  client ??= new SQSClient(bounded({ maxAttempts: 2, requestTimeout: 1000 }));
  return client;
};
const queue = () => ({ QueueUrl: env(bindings.webhookQueue) });

export async function announce({ pk, sk }: EntryKey): Promise<void> {
  await sqs().send(new SendMessageCommand({ ...queue(), MessageBody: JSON.stringify({ pk, sk }) }));
}

/** Makes a failed message visible again after up to 1, 2, 4 ... 64 s, sooner than its visibility timeout. */
export async function postpone(ReceiptHandle: string, tries: number): Promise<void> {
  const VisibilityTimeout = Math.ceil(jitterMs(1000 * 2 ** Math.min(tries - 1, 6)) / 1000);
  await sqs().send(new ChangeMessageVisibilityCommand({ ...queue(), ReceiptHandle, VisibilityTimeout }));
}

export const readMessage = (body: string): EntryKey => z.parse(Message, JSON.parse(body));
