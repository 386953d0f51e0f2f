// An event of a service, as its contract declares it: a versioned envelope around data of one schema. Pure, like
// contract.ts.
import * as z from 'zod/mini';

/** Fields of every event. `id` is the same however often the event is delivered. */
export interface Envelope<Data> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly version: number;
  /** When the fact happened, not when the event was delivered; ISO 8601, UTC. */
  readonly time: string;
  readonly correlationId: string;
  readonly data: Data;
}

export interface EventType<Data = unknown> {
  /** The service that emits the event. */
  readonly source: string;
  /** A fact, in the past tense: `OrderPlaced`. */
  readonly type: string;
  readonly version: number;
  readonly data: z.ZodMiniType<Data>;
}

/**
 * Declares an event: `event('orders', 'OrderPlaced', 1, schema)`. A version may gain fields, because readers ignore
 * unknown ones. Any other change is a new version, emitted beside the old one until nothing reads the old one.
 */
export const event = <Schema extends z.ZodMiniType>(
  source: string,
  type: string,
  version: number,
  data: Schema,
): EventType<z.output<Schema>> => ({ source, type, version, data: data as z.ZodMiniType<z.output<Schema>> });

/** EventBridge's `source` of a service's events. */
export const busSource = (source: string): string => `system-design.${source}`;

/** EventBridge's `detail-type`, which rules match on: `OrderPlaced.v1`. */
export const detailType = ({ type, version }: Pick<EventType, 'type' | 'version'>): string => `${type}.v${version}`;

/** Schema of the envelope; the event type's own schema validates the data. */
export const EnvelopeSchema = z.object({
  id: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  source: z.string(),
  type: z.string(),
  version: z.int(),
  time: z.iso.datetime(),
  correlationId: z.string().check(z.maxLength(64)),
  data: z.unknown(),
});
