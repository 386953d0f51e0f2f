// Publishes a service's outbox: immediately from the table's stream, and every minute whatever the stream missed.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { bounded } from '../aws/bounded.ts';
import { parseTime, systemClock } from '../base/clock.ts';
import { env } from '../base/env.ts';
import { busSource, detailType, type Envelope } from '../base/event.ts';
import { log } from '../base/log.ts';
import { platformBindings } from '../base/names.ts';
import { newImages } from '../tables/table-stream.ts';
import { type OutboxItem, remove, unpublished } from './outbox.ts';

/** PutEvents takes ten entries and 256 KB per call. */
const MAX_ENTRIES = 10;
const MAX_BYTES = 240 * 1024;
/** Time the stream has before the sweep takes over; until then an event is considered on its way. */
const LEFT_BEHIND_MS = 30_000;
const SWEEP_LIMIT = 200;
/** An event this old means that publishing itself fails. The relay logs an error, which raises the alarm. */
const STUCK_MS = 5 * 60_000;

/**
 * Handler of `<service>/relay`. Invoked by the outbox table's stream, it publishes the new items; invoked by the
 * schedule or a person, it sweeps. It never throws for an event that it could not publish: the event stays in the table
 * for the next sweep, so nothing blocks the stream and nothing is lost when the stream loses its place.
 */
export const outboxRelay = () => async (event: Partial<DynamoDBStreamEvent>) => {
  const nowMs = systemClock.nowMs();
  if (event.Records) return { published: await publish(newImages<OutboxItem>(event.Records, 'INSERT'), 'stream') };
  const left = await unpublished(nowMs - LEFT_BEHIND_MS, SWEEP_LIMIT);
  const published = await publish(left, 'sweep');
  const oldestMs = nowMs - Math.min(nowMs, ...left.map(({ sk }) => parseTime(sk.slice(0, 24))));
  if (published < left.length && oldestMs > STUCK_MS)
    log('error', 'events stuck in the outbox', { left: left.length - published, oldestMs });
  return { published };
};

let client: EventBridgeClient | undefined;

interface Unpublished {
  readonly item: OutboxItem;
  readonly event: Envelope<unknown>;
}

/** Returns the number published and removed. If a call dies in between, the events it left are published again. */
async function publish(items: readonly OutboxItem[], by: 'stream' | 'sweep'): Promise<number> {
  let published = 0;
  for (const batch of batches(items)) {
    const taken = await put(batch.map((item) => ({ item, event: JSON.parse(item.envelope) as Envelope<unknown> })));
    await remove(taken.map(({ item }) => item));
    published += taken.length;
    for (const { id: eventId, type, correlationId } of taken.map(({ event }) => event)) {
      log('info', `${type} published`, { correlationId, eventId, by });
    }
  }
  if (items.length === 0) log('info', 'outbox empty', { by });
  return published;
}

/** The events of the batch that the bus accepted. */
async function put(batch: readonly Unpublished[]): Promise<Unpublished[]> {
  client ??= new EventBridgeClient(bounded({ maxAttempts: 3, requestTimeout: 2000 }));
  const Entries = batch.map(({ item, event }) => ({
    EventBusName: env(platformBindings.eventBus),
    Source: busSource(event.source),
    DetailType: detailType(event),
    Detail: item.envelope,
  }));
  try {
    const answer = await client.send(new PutEventsCommand({ Entries }));
    const taken = batch.filter((_, i) => answer.Entries?.[i]?.EventId !== undefined);
    const refusal = answer.Entries?.find(({ ErrorCode }) => ErrorCode);
    if (refusal) log('warn', 'events refused by the bus', { left: batch.length - taken.length, ...reason(refusal) });
    return taken;
  } catch (error) {
    log('warn', 'events not published, the sweep will retry', { left: batch.length }, error);
    return [];
  }
}

const reason = ({ ErrorCode, ErrorMessage }: { ErrorCode?: string; ErrorMessage?: string }) => ({
  reason: `${ErrorCode}: ${ErrorMessage}`,
});

/** In the given order, with as many events per batch as PutEvents takes. */
export function batches(items: readonly OutboxItem[]): OutboxItem[][] {
  const all: OutboxItem[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(item.envelope);
    const last = all.at(-1);
    if (!last || last.length === MAX_ENTRIES || bytes + size > MAX_BYTES) {
      all.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return all;
}
