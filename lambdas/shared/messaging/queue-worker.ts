// A worker of one queue: reads and handles each message, retries it with backoff, or parks it with the reason. No
// message blocks another.
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { bounded } from '../aws/bounded.ts';
import { systemClock } from '../base/clock.ts';
import { env } from '../base/env.ts';
import { jitterMs } from '../base/ids.ts';
import { log } from '../base/log.ts';
import { platformBindings } from '../base/names.ts';
import { park } from './parking.ts';

/**
 * A parked message. `body` is the message as the queue delivered it, to be sent again once the cause is
 * fixed.
 */
export interface ParkedMessage {
  readonly reason: string;
  readonly messageId: string;
  readonly body: string;
  readonly parkedAt: string;
}

/** A message that the worker could parse. */
export interface Work {
  /** For the log, for example `OrderPlaced`. */
  readonly name: string;
  /** Added to every log line about the message. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** `tries` starts at 1 and includes attempts that killed their worker. */
  readonly handle: (tries: number) => Promise<unknown>;
  /**
   * For long work: seconds after which the message of a dead worker is redelivered. A living worker extends this at
   * every third of it. The message's own visibility timeout outlasts the function, so for long work it is long.
   */
  readonly aliveSeconds?: number;
}

/** Why the worker could not parse a message. */
export interface Unread {
  readonly reason: string;
}

/** Usual `aliveSeconds`: the delay that a dead worker adds to long work. */
export const ALIVE_SECONDS = 30;

/** Maximum attempts; with the waits in between (full jitter up to 1, 2, 4, 8 s) they take under half a minute. */
export const MAX_TRIES = 5;

/**
 * Handler of one queue. Messages arrive at least once and in any order, so `handle` must be idempotent. Messages that
 * are not JSON or cannot be parsed are parked at once; a message for which `handle` throws is tried five times and then
 * parked.
 */
export const queueWorker =
  (read: (message: unknown) => Work | Unread) =>
  async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      batch.Records.map((record) =>
        workOn(readBody(record.body, read), record).catch((error: unknown) => {
          log('error', 'event neither handled nor parked, will be redelivered', { messageId: record.messageId }, error);
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

/** True when the message should be redelivered. */
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
    log('warn', `${work.name} failed, will be redelivered`, fields(), error);
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

/**
 * Otherwise a failed message is redelivered only after its visibility timeout, which is meant for workers that died.
 */
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
