// A consumer of events from its own queue: parses each event by its emitter's schema and passes it to the handler of
// its type.
import * as z from 'zod/mini';
import { detailType, type Envelope, EnvelopeSchema, type EventType } from '../base/event.ts';
import { queueWorker, type Unread, type Work } from './queue-worker.ts';

interface Handler {
  readonly type: EventType;
  readonly handle: (event: Envelope<unknown>) => Promise<unknown>;
}

/** One line per event: `on(orders.orderPlaced, async ({ data }) => ...)`. */
export const on = <Data>(type: EventType<Data>, handle: (event: Envelope<Data>) => Promise<unknown>): Handler => ({
  type,
  handle: handle as Handler['handle'],
});

/**
 * Handler of one event queue. Events arrive at least once and in any order, so `handle` derives its effect from the
 * event: a conditional write under the event's id, or one that compares a version of the data. Events that no handler
 * can read are parked at once (queue-worker.ts).
 */
export const eventWorker = (handlers: readonly Handler[]) => queueWorker((message) => readEvent(handlers, message));

function readEvent(handlers: readonly Handler[], message: unknown): Work | Unread {
  const envelope = z.safeParse(z.object({ detail: EnvelopeSchema }), message);
  if (!envelope.success) return { reason: z.prettifyError(envelope.error) };
  const { detail } = envelope.data;
  const handler = handlers.find(({ type }) => type.source === detail.source && detailType(type) === detailType(detail));
  if (!handler) return { reason: `no handler for ${detail.source} ${detailType(detail)}` };
  const data = z.safeParse(handler.type.data, detail.data);
  if (!data.success) return { reason: z.prettifyError(data.error) };
  const event = { ...detail, data: data.data };
  return {
    name: event.type,
    fields: { correlationId: event.correlationId, eventId: event.id },
    handle: () => handler.handle(event),
  };
}
