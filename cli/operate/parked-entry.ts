// A parked message's content, and its redrive: a record onto its stream, an event into its consumer's queue.
import { type KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ParkedMessage } from '../../lambdas/shared/messaging/queue-worker.ts';
import type { ParkedRecord, Redriven } from '../../lambdas/shared/messaging/stream-worker.ts';

export interface Entry {
  readonly reason: string;
  readonly parkedAt: string;
  /** Its position in the stream, or the message id. */
  readonly place: string;
  /** How often it was redriven and parked again, as far as known. */
  readonly redrives: number;
  readonly text: string;
  putBack(): Promise<unknown>;
}

/** Parses a message's body; undefined if the message is not ours to redrive. */
export type Read = (body: string, messageId: string) => Entry | undefined;

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** AWS itself sends messages without data: each points to records it gave up on. */
export const recordsOf =
  (kinesis: KinesisClient, StreamName: string): Read =>
  (body) => {
    const { reason, shardId, sequence, data, parkedAt, redrives = 0 } = parse(body) as Partial<ParkedRecord>;
    if (reason === undefined || shardId === undefined || sequence === undefined || data === undefined) return undefined;
    const envelope: Redriven = { redriven: { shardId, sequence, redrives: redrives + 1 }, data };
    return {
      reason,
      parkedAt: parkedAt ?? '',
      place: `${shardId} ${sequence}`,
      redrives,
      text: Buffer.from(data, 'base64').toString(),
      putBack: () =>
        kinesis.send(
          new PutRecordCommand({ StreamName, PartitionKey: sequence, Data: Buffer.from(JSON.stringify(envelope)) }),
        ),
    };
  };

/** `ProductChanged <id> <data>`, or the raw message if it is not an event. */
function tell(body: string): string {
  const { detail } = parse(body) as { detail?: { type?: string; id?: string; data?: unknown } };
  return detail?.type && detail.data ? `${detail.type} ${detail.id} ${JSON.stringify(detail.data)}` : body;
}

/** A message without a reason was not parked by the worker: SQS moved it here after too many tries. */
export const eventsOf =
  (sqs: SQSClient, QueueUrl: string): Read =>
  (body, messageId) => {
    const given = parse(body) as Partial<ParkedMessage>;
    const parked = given.reason !== undefined && given.body !== undefined;
    const MessageBody = parked ? (given.body ?? '') : body;
    return {
      reason: parked ? (given.reason ?? '') : 'its worker died ten times, or SQS or the bus could not deliver it',
      parkedAt: given.parkedAt ?? '',
      place: `message ${given.messageId ?? messageId}`,
      redrives: 0,
      text: tell(MessageBody),
      putBack: () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    };
  };
