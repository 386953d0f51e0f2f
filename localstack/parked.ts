// The parking queues of the consumers, of streams and of events: which there are, and what is in them.
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { platformBindings } from '../lambdas/shared/contract.ts';
import type { ParkedEvent } from '../lambdas/shared/event-worker.ts';
import type { ParkedRecord } from '../lambdas/shared/stream-worker.ts';
import { deployedFunctions, lambdaClient } from './functions.ts';

/** One consumer, the queue it parks in, and where what it parked came from: a stream, or its own queue of events. */
export interface Consumer {
  /** `links/count-clicks`. */
  readonly id: string;
  readonly queueUrl: string;
  readonly from: { readonly streamName: string } | { readonly eventQueueUrl: string };
}

/** A message as it was received: a record, an event, or what AWS itself put there. */
export interface Parked {
  readonly receipt: string;
  readonly body: string;
  /** Of a stream; without it the message is a pointer to records that AWS gave up. */
  readonly record?: ParkedRecord;
  /** Of a queue, also one that AWS moved here because it killed its worker; that one has no reason. */
  readonly event?: Omit<ParkedEvent, 'reason'> & { readonly reason?: string };
}

/** Long enough to redrive thousands, short enough to wait for when the terminal was closed in the middle. */
const HOLD_SECONDS = 120;
/** SQS hands out ten a call: one run takes this many calls at the most, the next one the rest. */
const MAX_CALLS = 1000;

export async function consumersOf(service: string | undefined): Promise<Consumer[]> {
  const consumers: Consumer[] = [];
  for (const [id, { FunctionName, Environment }] of await deployedFunctions()) {
    const { [platformBindings.parkingQueue]: queueUrl, [platformBindings.eventQueue]: eventQueueUrl } =
      Environment?.Variables ?? {};
    if (!queueUrl || (service !== undefined && !`${id}/`.startsWith(`${service}/`))) continue;
    if (eventQueueUrl) consumers.push({ id, queueUrl, from: { eventQueueUrl } });
    const { EventSourceMappings } = await lambdaClient().send(new ListEventSourceMappingsCommand({ FunctionName }));
    const source = EventSourceMappings?.find(({ EventSourceArn }) => EventSourceArn?.includes(':kinesis:'));
    const streamName = source?.EventSourceArn?.split(':stream/')[1];
    if (streamName) consumers.push({ id, queueUrl, from: { streamName } });
  }
  return consumers;
}

/** Everything in the queue, by its place on the stream or its time; whoever holds it deletes it, or gives it back. */
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
    const [x, y] = [a, b].map(({ record, event }) => record?.sequence ?? event?.parkedAt ?? '') as [string, string];
    return x.length - y.length || (x < y ? -1 : 1);
  });
}

export async function giveBack(sqs: SQSClient, QueueUrl: string, parked: readonly Parked[]): Promise<void> {
  for (const { receipt } of parked)
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
}

function parkedOf({ ReceiptHandle = '', Body: body = '', MessageId: messageId = '' }: Message): Parked {
  const bare = { receipt: ReceiptHandle, body };
  let value: Partial<ParkedRecord & ParkedEvent> & { detail?: object };
  try {
    value = JSON.parse(body) as typeof value;
  } catch {
    return bare;
  }
  if (value.data !== undefined && value.sequence !== undefined && value.shardId !== undefined)
    return { ...bare, record: value as ParkedRecord };
  if (value.reason !== undefined && value.body !== undefined) return { ...bare, event: value as ParkedEvent };
  return value.detail ? { ...bare, event: { messageId, body, parkedAt: '' } } : bare;
}
