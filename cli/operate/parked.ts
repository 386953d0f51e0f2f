// The parking queues of stream and event consumers, and the messages in them.
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { platformBindings } from '../../lambdas/shared/base/contract.ts';
import { deployedFunctions, lambdaClient } from '../deploy/functions.ts';
import { type Entry, eventsOf, type Read, recordsOf } from './parked-entry.ts';

/** One consumer of a stream or event queue, and the queue it parks in. */
export interface Consumer {
  /** For example `links/count-clicks`. */
  readonly id: string;
  readonly queueUrl: string;
  /** Where its redriven messages go. */
  readonly source: 'stream' | 'queue';
  readonly read: Read;
}

/** A received message. Without `entry` it is AWS's own, a pointer to records it gave up on. */
export interface Parked {
  readonly receipt: string;
  readonly body: string;
  readonly entry: Entry | undefined;
}

/** Long enough to redrive thousands, short enough to wait for after a run was interrupted. */
const HOLD_SECONDS = 120;
/** SQS returns ten messages per call. One run makes at most this many calls; the next run takes the rest. */
const MAX_CALLS = 1000;

export async function consumersOf(service: string | undefined, sqs: SQSClient): Promise<Consumer[]> {
  const consumers: Consumer[] = [];
  for (const [id, { FunctionName, Environment }] of await deployedFunctions()) {
    const queueUrl = Environment?.Variables?.[platformBindings.parkingQueue];
    if (!queueUrl || (service !== undefined && !`${id}/`.startsWith(`${service}/`))) continue;
    const eventQueue = Environment?.Variables?.[platformBindings.eventQueue];
    if (eventQueue) {
      consumers.push({ id, queueUrl, source: 'queue', read: eventsOf(sqs, eventQueue) });
      continue;
    }
    const { EventSourceMappings } = await lambdaClient().send(new ListEventSourceMappingsCommand({ FunctionName }));
    const source = EventSourceMappings?.find(({ EventSourceArn }) => EventSourceArn?.includes(':kinesis:'));
    const streamName = source?.EventSourceArn?.split(':stream/')[1];
    if (streamName)
      consumers.push({ id, queueUrl, source: 'stream', read: recordsOf(new KinesisClient(), streamName) });
  }
  return consumers.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Receives all messages of the queue, lowest stream position first. The caller deletes them or gives them back. */
export async function hold(sqs: SQSClient, { queueUrl: QueueUrl, read }: Consumer): Promise<Parked[]> {
  const held = new Map<string, Parked>();
  // SQS may answer an empty list although messages exist: the queue counts as empty after two such answers.
  for (let calls = 0, empty = 0; empty < 2 && calls < MAX_CALLS; calls += 1) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HOLD_SECONDS }),
    );
    empty = Messages.length === 0 ? empty + 1 : 0;
    for (const message of Messages) held.set(message.MessageId ?? '', parkedOf(message, read));
  }
  return [...held.values()].sort((a, b) => {
    const [x, y] = [a.entry?.place ?? '', b.entry?.place ?? ''];
    return x.length - y.length || (x < y ? -1 : 1);
  });
}

export async function giveBack(sqs: SQSClient, QueueUrl: string, parked: readonly Parked[]): Promise<void> {
  for (const { receipt } of parked)
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
}

const parkedOf = ({ ReceiptHandle = '', Body: body = '', MessageId = '' }: Message, read: Read): Parked => ({
  receipt: ReceiptHandle,
  body,
  entry: read(body, MessageId),
});
