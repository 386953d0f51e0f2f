// A Kinesis consumer that a bad record cannot block: it parks the record with its reason and continues with the others.
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { systemClock } from '../base/clock.ts';
import { log } from '../base/log.ts';
import { park } from './parking.ts';

export interface StreamRecord<Value> {
  /** Grows with every record of a shard. A number of up to 56 digits, so compare it as a bigint. */
  readonly sequence: bigint;
  readonly value: Value;
}

/**
 * A parked message. `data` is the record's own bytes in base64, to be sent again once the cause is fixed.
 */
export interface ParkedRecord {
  readonly reason: string;
  readonly shardId: string;
  readonly sequence: string;
  readonly data: string;
  readonly parkedAt: string;
  /** How often the record was redriven before; absent in messages from before this count existed. */
  readonly redrives?: number;
}

/** `npm run dlq -- redrive` puts it on the stream: a parked record in an envelope with its original position. */
const Redriven = z.strictObject({
  redriven: z.strictObject({
    shardId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
    sequence: z.string().check(z.regex(/^\d{1,56}$/)),
    redrives: z.int().check(z.minimum(1)),
  }),
  data: z.string(),
});
export type Redriven = z.infer<typeof Redriven>;

/** Prefix of the shard name under which a redriven record is consumed. */
export const REDRIVEN_SHARD = 'redriven-';

type Consume<Value> = (shardId: string, records: readonly StreamRecord<Value>[]) => Promise<number>;

/**
 * Handler of one stream. `consume` gets the well-formed records of one shard in order, at least once, so it must store
 * its position together with its result. It throws only when the batch should be redelivered, never because of one
 * record.
 *
 * A redriven record is consumed as the only record of its own shard. That shard has its own position, so the record
 * counts once however often it is redriven. `sameAgain` names what a producer resends under the same numbers: all its
 * attempts share a position.
 */
export function streamWorker<Schema extends z.ZodMiniType>(
  schema: Schema,
  consume: Consume<z.output<Schema>>,
  sameAgain?: (value: z.output<Schema>) => string,
) {
  if (!isApartFromEnvelopes(schema))
    throw new TypeError('A redriven record could pass for another: make the schema strict objects without `redriven`');
  return async (event: KinesisStreamEvent): Promise<void> => {
    const startedMs = systemClock.nowMs();
    const shards = Map.groupBy(event.Records, (record) => record.eventID.split(':')[0] ?? '');
    let effects = 0;
    let parked = 0;
    for (const [shardId, records] of shards) {
      const read = records.map((record) => readRecord(schema, shardId, record));
      const good = read.filter((each) => 'value' in each);
      effects += await consume(shardId, good.filter(({ redrives }) => redrives === 0).map(bare));
      for (const each of good.filter(({ redrives }) => redrives > 0)) {
        const name = sameAgain?.(each.value) ?? each.sequence;
        const added = await consume(`${REDRIVEN_SHARD}${name}-${each.shardId}`, [bare(each)]);
        log('info', 'record redriven', { shardId: each.shardId, sequence: each.sequence, effects: added });
        effects += added;
      }
      // After the good ones: a batch that is redelivered because `consume` failed does not park its bad records twice.
      for (const bad of read.filter((each) => 'reason' in each)) {
        await parkRecord(bad);
        parked += 1;
      }
    }
    log(parked ? 'warn' : 'info', 'stream batch', {
      records: event.Records.length,
      effects,
      parked,
      // This is only for the log, so a missing field must not fail a batch, such as a handmade one.
      stream: event.Records[0]?.eventSourceARN?.split('/').at(-1),
      shards: [...shards].map(rangeOf).join(' '),
      durationMs: systemClock.nowMs() - startedMs,
    });
  };
}

/**
 * `shardId-0:49..57`: first and last sequence number. With it a reader of the log finds the batch that consumed a given
 * record.
 */
const rangeOf = ([shardId, records]: [string, readonly KinesisStreamRecord[]]): string =>
  `${shardId}:${records[0]?.kinesis.sequenceNumber}..${records.at(-1)?.kinesis.sequenceNumber}`;

const bare = <Value>({ sequence, value }: Origin & { value: Value }): StreamRecord<Value> => ({
  sequence: BigInt(sequence),
  value,
});

/** A record as it was first put; `redrives` is 0 if it was never parked. */
interface Origin {
  readonly shardId: string;
  /** The original text, including leading zeros. */
  readonly sequence: string;
  readonly redrives: number;
  readonly data: string;
}

function readRecord<Schema extends z.ZodMiniType>(
  schema: Schema,
  shardId: string,
  { kinesis: { data, sequenceNumber } }: KinesisStreamRecord,
): Origin & ({ value: z.output<Schema> } | { reason: string }) {
  const record = { shardId, sequence: sequenceNumber, redrives: 0, data };
  const outer = decode(data);
  const judged = judge(schema, outer);
  if ('value' in judged) return { ...record, ...judged };
  const envelope = z.safeParse(Redriven, outer);
  if (!envelope.success) return { ...record, ...judged };
  const origin = { ...envelope.data.redriven, data: envelope.data.data };
  return { ...origin, ...judge(schema, decode(origin.data)) };
}

/**
 * True when no envelope fits the schema and no value of the schema fits the envelope: strict objects without a field
 * `redriven`.
 */
function isApartFromEnvelopes(schema: z.core.$ZodType): boolean {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'union') return def.options.every(isApartFromEnvelopes);
  return def.type === 'object' && def.catchall?._zod.def.type === 'never' && !('redriven' in def.shape);
}

function judge<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): { value: z.output<Schema> } | { reason: string } {
  if (value === undefined) return { reason: 'not JSON' };
  const result = z.safeParse(schema, value);
  return result.success ? { value: result.data } : { reason: z.prettifyError(result.error) };
}

/** Undefined means invalid JSON; JSON itself has no undefined. */
function decode(data: string): unknown {
  try {
    return JSON.parse(Buffer.from(data, 'base64').toString());
  } catch {
    return undefined;
  }
}

async function parkRecord({ shardId, sequence, data, redrives, reason }: Origin & { reason: string }): Promise<void> {
  await park<ParkedRecord>({ reason, shardId, sequence, data, redrives });
  log('warn', 'record parked', { shardId, sequence, reason, redrives });
}
