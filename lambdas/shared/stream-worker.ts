// A Kinesis consumer that a bad record cannot block: it is parked with its reason, the others go on.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { bounded } from './bounded.ts';
import { isoTime, systemClock } from './clock.ts';
import { env } from './env.ts';
import { log } from './log.ts';
import { platformBindings } from './names.ts';

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
}

/**
 * Handler of one stream. `consume` gets the well-formed records of one shard in order, at least once: it must keep
 * its position with its result. It throws only when the batch should be delivered again, never because of one record.
 */
export function streamWorker<Schema extends z.ZodMiniType>(
  schema: Schema,
  consume: (shardId: string, records: readonly StreamRecord<z.output<Schema>>[]) => Promise<number>,
) {
  return async (event: KinesisStreamEvent): Promise<void> => {
    const startedMs = systemClock.nowMs();
    const shards = Map.groupBy(event.Records, (record) => record.eventID.split(':')[0] ?? '');
    let effects = 0;
    let parked = 0;
    for (const [shardId, records] of shards) {
      const good: StreamRecord<z.output<Schema>>[] = [];
      const bad: { record: KinesisStreamRecord; reason: string }[] = [];
      for (const record of records) {
        const parsed = parse(schema, record.kinesis.data);
        if ('reason' in parsed) bad.push({ record, reason: parsed.reason });
        else good.push({ sequence: BigInt(record.kinesis.sequenceNumber), value: parsed.value });
      }
      effects += await consume(shardId, good);
      // After the good ones: a batch delivered again because consuming failed does not park its bad records twice.
      for (const { record, reason } of bad) await park(shardId, record, reason);
      parked += bad.length;
    }
    const durationMs = systemClock.nowMs() - startedMs;
    log(parked ? 'warn' : 'info', 'stream batch', { records: event.Records.length, effects, parked, durationMs });
  };
}

function parse<Schema extends z.ZodMiniType>(
  schema: Schema,
  data: string,
): { value: z.output<Schema> } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(data, 'base64').toString());
  } catch {
    return { reason: 'not JSON' };
  }
  const result = z.safeParse(schema, value);
  if (result.success) return { value: result.data };
  return { reason: z.prettifyError(result.error) };
}

let client: SQSClient | undefined;

async function park(shardId: string, record: KinesisStreamRecord, reason: string): Promise<void> {
  client ??= new SQSClient(bounded({ maxAttempts: 3, requestTimeout: 2000 }));
  const message: ParkedRecord = {
    reason,
    shardId,
    sequence: record.kinesis.sequenceNumber,
    data: record.kinesis.data,
    parkedAt: isoTime(systemClock.nowMs()),
  };
  await client.send(
    new SendMessageCommand({ QueueUrl: env(platformBindings.parkingQueue), MessageBody: JSON.stringify(message) }),
  );
}
