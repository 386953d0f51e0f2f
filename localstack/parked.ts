// The parking queues of the stream consumers: which there are, and what is in them.
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { platformBindings } from '../lambdas/shared/contract.ts';
import type { ParkedRecord } from '../lambdas/shared/stream-worker.ts';
import { deployedFunctions, lambdaClient } from './functions.ts';

/** One consumer of one stream, and the queue it parks in. */
export interface Consumer {
  /** `links/count-clicks`. */
  readonly id: string;
  readonly queueUrl: string;
  readonly streamName: string;
}

/** A message as it was received; without `record` it is AWS's own, a pointer to records it gave up. */
export interface Parked {
  readonly receipt: string;
  readonly body: string;
  readonly record: ParkedRecord | undefined;
}

/** Long enough to redrive thousands, short enough to wait for when the terminal was closed in the middle. */
const HOLD_SECONDS = 120;
/** SQS hands out ten a call: one run takes this many calls at the most, the next one the rest. */
const MAX_CALLS = 1000;

export async function consumersOf(service: string | undefined): Promise<Consumer[]> {
  const consumers: Consumer[] = [];
  for (const [id, { FunctionName, Environment }] of await deployedFunctions()) {
    const queueUrl = Environment?.Variables?.[platformBindings.parkingQueue];
    if (!queueUrl || (service !== undefined && !`${id}/`.startsWith(`${service}/`))) continue;
    const { EventSourceMappings } = await lambdaClient().send(new ListEventSourceMappingsCommand({ FunctionName }));
    const source = EventSourceMappings?.find(({ EventSourceArn }) => EventSourceArn?.includes(':kinesis:'));
    const streamName = source?.EventSourceArn?.split(':stream/')[1];
    if (streamName) consumers.push({ id, queueUrl, streamName });
  }
  return consumers;
}

/** Everything in the queue, oldest place on the stream first; whoever holds it deletes it, or gives it back. */
export async function hold(sqs: SQSClient, QueueUrl: string): Promise<Parked[]> {
  const held = new Map<string, Parked>();
  // SQS may answer with nothing although there is something: only twice nothing is nothing.
  for (let calls = 0, empty = 0; empty < 2 && calls < MAX_CALLS; calls += 1) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HOLD_SECONDS }),
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const message of Messages) held.set(message.MessageId ?? '', parkedOf(message));
  }
  return [...held.values()].sort((a, b) => {
    const [x, y] = [a.record?.sequence ?? '', b.record?.sequence ?? ''];
    return x.length - y.length || (x < y ? -1 : 1);
  });
}

export async function giveBack(sqs: SQSClient, QueueUrl: string, parked: readonly Parked[]): Promise<void> {
  for (const { receipt } of parked)
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
}

function parkedOf({ ReceiptHandle = '', Body: body = '' }: Message): Parked {
  let record: Partial<ParkedRecord> | undefined;
  try {
    record = JSON.parse(body) as Partial<ParkedRecord>;
  } catch {
    record = undefined;
  }
  const whole = record?.data !== undefined && record.sequence !== undefined && record.shardId !== undefined;
  return { receipt: ReceiptHandle, body, record: whole ? (record as ParkedRecord) : undefined };
}
