// A Kinesis consumer that a bad record cannot block: it is parked with its reason, the others go on.
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { systemClock } from '../base/clock.ts';
import { log } from '../base/log.ts';
import { park } from './parking.ts';

export interface StreamRecord<Value> {
  /** Grows with every record of a shard; compare as a number, it has up to 56 digits. */
  readonly sequence: bigint;
  readonly value: Value;
}

/** What a parked message holds; `data` is the record's own bytes, base64, to be sent again once the cause is mended. */
export interface ParkedRecord {
  readonly reason: string;
  readonly shardId: string;
  readonly sequence: string;
  readonly data: string;
  readonly parkedAt: string;
  /** How often it was redriven before; none in messages from before there was a count. */
  readonly redrives?: number;
}

/** What `npm run dlq -- redrive` puts on the stream: a parked record in an envelope that says where it was. */
const Redriven = z.strictObject({
  redriven: z.strictObject({
    shardId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
    sequence: z.string().check(z.regex(/^\d{1,56}$/)),
    redrives: z.int().check(z.minimum(1)),
  }),
  data: z.string(),
});
export type Redriven = z.infer<typeof Redriven>;

/** Begins the name of the shard a redriven record is consumed as. */
export const REDRIVEN_SHARD = 'redriven-';

type Consume<Value> = (shardId: string, records: readonly StreamRecord<Value>[]) => Promise<number>;

/**
 * Handler of one stream. `consume` gets the well-formed records of one shard in order, at least once: it must keep
 * its position with its result. It throws only when the batch should be delivered again, never because of one record.
 *
 * A redriven record comes as the one record of a shard of its own, so its own position makes it count once, however
 * often it is redriven. `sameAgain` names what a producer sends again under the same numbers: its tries share a position.
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
      // After the good ones: a batch delivered again because consuming failed does not park its bad records twice.
      for (const bad of read.filter((each) => 'reason' in each)) {
        await parkRecord(bad);
        parked += 1;
      }
    }
    log(parked ? 'warn' : 'info', 'stream batch', {
      records: event.Records.length,
      effects,
      parked,
      // Nothing that is only told may fail a batch, such as one that was made by hand.
      stream: event.Records[0]?.eventSourceARN?.split('/').at(-1),
      shards: [...shards].map(rangeOf).join(' '),
      durationMs: systemClock.nowMs() - startedMs,
    });
  };
}

/** `shardId-0:49..57`, first and last sequence number: whoever knows where a record is finds the batch that consumed it. */
const rangeOf = ([shardId, records]: [string, readonly KinesisStreamRecord[]]): string =>
  `${shardId}:${records[0]?.kinesis.sequenceNumber}..${records.at(-1)?.kinesis.sequenceNumber}`;

const bare = <Value>({ sequence, value }: Origin & { value: Value }): StreamRecord<Value> => ({
  sequence: BigInt(sequence),
  value,
});

/** A record as it was first put; `redrives` is 0 for one that was never parked. */
interface Origin {
  readonly shardId: string;
  /** As it was written, zeros in front included. */
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

/** True when no envelope fits the schema, nor what fits it the envelope: strict objects that have no field `redriven`. */
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

/** JSON has no undefined: here it is what was no JSON. */
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
