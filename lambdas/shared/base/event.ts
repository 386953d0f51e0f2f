// An event of a service, as its contract declares it: a versioned envelope around data of one schema. Pure, like contract.ts.
import * as z from 'zod/mini';

/** What every event carries. `id` is the same however often the event is delivered. */
export interface Envelope<Data> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly version: number;
  /** When the fact came to be, not when it was delivered; ISO 8601, UTC. */
  readonly time: string;
  readonly correlationId: string;
  readonly data: Data;
}

export interface EventType<Data = unknown> {
  /** The service that emits it. */
  readonly source: string;
  /** A fact, in the past tense: `OrderPlaced`. */
  readonly type: string;
  readonly version: number;
  readonly data: z.ZodMiniType<Data>;
}

/**
 * Declares an event: `event('orders', 'OrderPlaced', 1, schema)`. Fields may be added to a version, for its readers skip
 * what they do not know; anything else is a new version, emitted beside the old one until nobody reads that.
 */
export const event = <Schema extends z.ZodMiniType>(
  source: string,
  type: string,
  version: number,
  data: Schema,
): EventType<z.output<Schema>> => ({ source, type, version, data: data as z.ZodMiniType<z.output<Schema>> });

/** EventBridge's `source` of a service's events. */
export const busSource = (source: string): string => `system-design.${source}`;

/** EventBridge's `detail-type`, by which rules choose: `OrderPlaced.v1`. */
export const detailType = ({ type, version }: Pick<EventType, 'type' | 'version'>): string => `${type}.v${version}`;

/** The envelope's own schema; its data is judged by the event type's. */
export const EnvelopeSchema = z.object({
  id: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  source: z.string(),
  type: z.string(),
  version: z.int(),
  time: z.iso.datetime(),
  correlationId: z.string().check(z.maxLength(64)),
  data: z.unknown(),
});
