// A worker of one queue: each message is read, handled, tried again with backoff, or parked with the reason; none holds up another.
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { bounded } from '../aws/bounded.ts';
import { systemClock } from '../base/clock.ts';
import { env } from '../base/env.ts';
import { jitterMs } from '../base/ids.ts';
import { log } from '../base/log.ts';
import { platformBindings } from '../base/names.ts';
import { park } from './parking.ts';

/** What a parked message holds; `body` is the message as the queue delivered it, to be sent again once the cause is mended. */
export interface ParkedMessage {
  readonly reason: string;
  readonly messageId: string;
  readonly body: string;
  readonly parkedAt: string;
}

/** A message that was understood. */
export interface Work {
  /** For the log: `OrderPlaced`. */
  readonly name: string;
  /** Stand in every line about it. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `tries` counts from 1, those that killed their worker among them. */
  readonly handle: (tries: number) => Promise<unknown>;
  /**
   * For long work: seconds after which the message of a dead worker comes again. The living one says every third of it that it
   * lives; a message's own visibility outlasts the function, which for long work is long.
   */
  readonly aliveSeconds?: number;
}

/** Why a message was not understood. */
export interface Unread {
  readonly reason: string;
}

/** Usual `aliveSeconds`: what a dead worker of long work costs beside the work. */
export const ALIVE_SECONDS = 30;

/** Tries in all; with the waits between them (full jitter up to 1, 2, 4, 8 s) under half a minute. */
export const MAX_TRIES = 5;

/**
 * Handler of one queue. Messages come at least once and in any order, so what `handle` does must be the same done twice.
 * What is no JSON or cannot be read is parked at once; what `handle` throws on is tried five times and then parked.
 */
export const queueWorker =
  (read: (message: unknown) => Work | Unread) =>
  async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      batch.Records.map((record) =>
        workOn(readBody(record.body, read), record).catch((error: unknown) => {
          log('error', 'event neither handled nor parked, comes again', { messageId: record.messageId }, error);
          return true;
        }),
      ),
    );
    return {
      batchItemFailures: batch.Records.filter((_, i) => failed[i]).map(({ messageId: itemIdentifier }) => ({
        itemIdentifier,
      })),
    };
  };

function readBody(body: string, read: (message: unknown) => Work | Unread): Work | Unread {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return { reason: 'not JSON' };
  }
  return read(message);
}

/** True when the message is to come again. */
async function workOn(work: Work | Unread, record: SQSRecord): Promise<boolean> {
  const startedMs = systemClock.nowMs();
  if ('reason' in work) {
    await parkEvent(record, work.reason);
    return false;
  }
  const tries = Number(record.attributes.ApproximateReceiveCount);
  const fields = () => ({ ...work.fields, tries, durationMs: systemClock.nowMs() - startedMs });
  try {
    await whileAlive(record, work.aliveSeconds, () => work.handle(tries));
    log('info', `${work.name} handled`, fields());
    return false;
  } catch (error) {
    if (tries >= MAX_TRIES) {
      await parkEvent(record, error instanceof Error ? `${error.name}: ${error.message}` : String(error), work.fields);
      return false;
    }
    log('warn', `${work.name} failed, comes again`, fields(), error);
    await delay(record, tries);
    return true;
  }
}

let client: SQSClient | undefined;
const sqs = () => {
  client ??= new SQSClient(bounded({ maxAttempts: 2, requestTimeout: 1000 }));
  return client;
};

async function parkEvent({ messageId, body }: SQSRecord, reason: string, known: Work['fields'] = {}): Promise<void> {
  await park<ParkedMessage>({ reason, messageId, body });
  log('warn', 'event parked', { messageId, reason, ...known });
}

/** Without this a failed message comes again only when its visibility ends, which is made for workers that died. */
const delay = (record: SQSRecord, tries: number): Promise<void> =>
  hideFor(record, Math.ceil(jitterMs(1000 * 2 ** (tries - 1)) / 1000));

async function whileAlive<Result>(
  record: SQSRecord,
  seconds: number | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  if (seconds === undefined) return work();
  await hideFor(record, seconds);
  const timer = setInterval(() => void hideFor(record, seconds), (seconds * 1000) / 3);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function hideFor({ receiptHandle }: SQSRecord, VisibilityTimeout: number): Promise<void> {
  const QueueUrl = env(platformBindings.eventQueue);
  await sqs()
    .send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout }))
    .catch((error: unknown) => log('warn', 'visibility not changed', {}, error));
}
