// A consumer of events from its own queue: read by the emitter's schema, tried again with backoff, parked with the reason.
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { bounded } from './bounded.ts';
import { isoTime, systemClock } from './clock.ts';
import { env } from './env.ts';
import { detailType, type Envelope, EnvelopeSchema, type EventType } from './event.ts';
import { jitterMs } from './ids.ts';
import { log } from './log.ts';
import { platformBindings } from './names.ts';

/** What a parked message holds; `body` is the message as the queue delivered it, to be sent again once the cause is mended. */
export interface ParkedEvent {
  readonly reason: string;
  readonly messageId: string;
  readonly body: string;
  readonly parkedAt: string;
}

interface Handler {
  readonly type: EventType;
  readonly handle: (event: Envelope<unknown>) => Promise<unknown>;
}

/** One line per event: `on(orders.orderPlaced, async ({ data }) => ...)`. */
export const on = <Data>(type: EventType<Data>, handle: (event: Envelope<Data>) => Promise<unknown>): Handler => ({
  type,
  handle: handle as Handler['handle'],
});

/** Tries in all; with the waits between them (full jitter up to 1, 2, 4, 8 s) under half a minute. */
export const MAX_TRIES = 5;

/**
 * Handler of one event queue. Events come at least once and in any order, so `handle` derives its effect from the event:
 * a conditional write under the event's id, or one that compares a version of the data. What no handler can read is
 * parked at once; what a handler throws on is tried five times and then parked. Others of the batch go on meanwhile.
 */
export const eventWorker =
  (handlers: readonly Handler[]) =>
  async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(
      batch.Records.map((record) =>
        work(handlers, record).catch((error: unknown) => {
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

/** True when the message is to come again. */
async function work(handlers: readonly Handler[], record: SQSRecord): Promise<boolean> {
  const startedMs = systemClock.nowMs();
  const read = readEvent(handlers, record.body);
  if ('reason' in read) {
    await park(record, read.reason);
    return false;
  }
  const { event, handle } = read;
  const tries = Number(record.attributes.ApproximateReceiveCount);
  const fields = () => ({
    correlationId: event.correlationId,
    eventId: event.id,
    tries,
    durationMs: systemClock.nowMs() - startedMs,
  });
  try {
    await handle(event);
    log('info', `${event.type} handled`, fields());
    return false;
  } catch (error) {
    if (tries >= MAX_TRIES) {
      await park(record, error instanceof Error ? `${error.name}: ${error.message}` : String(error), event);
      return false;
    }
    log('warn', `${event.type} failed, comes again`, fields(), error);
    await delay(record, tries);
    return true;
  }
}

function readEvent(
  handlers: readonly Handler[],
  body: string,
): { event: Envelope<unknown>; handle: Handler['handle'] } | { reason: string } {
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch {
    return { reason: 'not JSON' };
  }
  const envelope = z.safeParse(z.object({ detail: EnvelopeSchema }), message);
  if (!envelope.success) return { reason: z.prettifyError(envelope.error) };
  const { detail } = envelope.data;
  const handler = handlers.find(({ type }) => type.source === detail.source && detailType(type) === detailType(detail));
  if (!handler) return { reason: `no handler for ${detail.source} ${detailType(detail)}` };
  const data = z.safeParse(handler.type.data, detail.data);
  if (!data.success) return { reason: z.prettifyError(data.error) };
  return { event: { ...detail, data: data.data }, handle: handler.handle };
}

let client: SQSClient | undefined;
const sqs = () => {
  client ??= new SQSClient(bounded({ maxAttempts: 2, requestTimeout: 1000 }));
  return client;
};

async function park({ messageId, body }: SQSRecord, reason: string, event?: Envelope<unknown>): Promise<void> {
  const message: ParkedEvent = { reason, messageId, body, parkedAt: isoTime(systemClock.nowMs()) };
  await sqs().send(
    new SendMessageCommand({ QueueUrl: env(platformBindings.parkingQueue), MessageBody: JSON.stringify(message) }),
  );
  const known = event && { correlationId: event.correlationId, eventId: event.id };
  log('warn', 'event parked', { messageId, reason, ...known });
}

/** Without this a failed message comes again only when its visibility ends, which is made for workers that died. */
async function delay({ receiptHandle }: SQSRecord, tries: number): Promise<void> {
  const seconds = Math.ceil(jitterMs(1000 * 2 ** (tries - 1)) / 1000);
  await sqs()
    .send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: env(platformBindings.eventQueue),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    )
    .catch((error: unknown) => log('warn', 'visibility not changed', {}, error));
}
