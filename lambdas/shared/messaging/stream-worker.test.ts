// The valid records of a stream batch: in order, by shard, with their exact sequence numbers.
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, jest, test } from '@jest/globals';
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { writtenLines } from '../../../test/written-lines.ts';
import { platformBindings } from '../base/names.ts';
import { type StreamRecord, streamWorker } from './stream-worker.ts';

const Value = z.strictObject({ n: z.int() });
type Value = z.infer<typeof Value>;

const BASE = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_898n;

const recordOf = (shardId: string, offset: bigint, value: unknown) =>
  ({
    eventID: `${shardId}:${BASE + offset}`,
    eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/numbers',
    kinesis: { sequenceNumber: String(BASE + offset), data: Buffer.from(JSON.stringify(value)).toString('base64') },
  }) as KinesisStreamRecord;

const eventOf = (...Records: KinesisStreamRecord[]): KinesisStreamEvent => ({ Records });

const lines = writtenLines();

test('the records of each shard are consumed together, in order', async () => {
  const consumed: [string, readonly StreamRecord<Value>[]][] = [];
  const handler = streamWorker(Value, async (shardId, records) => {
    consumed.push([shardId, records]);
    return records.length;
  });
  const [a, b] = ['shardId-000000000000', 'shardId-000000000001'];
  await handler(eventOf(recordOf(a, 0n, { n: 1 }), recordOf(b, 1n, { n: 2 }), recordOf(a, 2n, { n: 3 })));
  expect(consumed).toEqual([
    [
      a,
      [
        { sequence: BASE, value: { n: 1 } },
        { sequence: BASE + 2n, value: { n: 3 } },
      ],
    ],
    [b, [{ sequence: BASE + 1n, value: { n: 2 } }]],
  ]);
});

test('a batch is one line in the log, with what it came to', async () => {
  await streamWorker(
    Value,
    async () => 5,
  )(eventOf(recordOf('shardId-0', 0n, { n: 1 }), recordOf('shardId-0', 1n, { n: 2 })));
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      ...{ level: 'info', message: 'stream batch', records: 2, effects: 5, parked: 0 },
      ...{ stream: 'numbers', shards: `shardId-0:${BASE}..${BASE + 1n}` },
    }),
  ]);
});

test('fails as a whole when consuming fails, so that the batch is redelivered', async () => {
  const handler = streamWorker(Value, async () => {
    throw new Error('lost the race');
  });
  await expect(handler(eventOf(recordOf('shardId-0', 0n, { n: 1 })))).rejects.toThrow('lost the race');
});

/** The envelope that a redrive puts on the stream for a record that was parked as `sequence`. */
const redriven = (sequence: string, value: unknown, redrives = 1) => ({
  redriven: { shardId: 'shardId-7', sequence, redrives },
  data: Buffer.from(JSON.stringify(value)).toString('base64'),
});

test('a redriven record is consumed alone, as a shard named after what its producer would send again', async () => {
  const consumed: [string, readonly StreamRecord<Value>[]][] = [];
  const handler = streamWorker(
    Value,
    async (shardId, records) => {
      if (records.length > 0) consumed.push([shardId, records]);
      return records.length;
    },
    ({ n }) => `n${n}`,
  );
  await handler(eventOf(recordOf('shardId-0', 0n, redriven('0012', { n: 1 })), recordOf('shardId-0', 1n, { n: 2 })));
  expect(consumed).toEqual([
    ['shardId-0', [{ sequence: BASE + 1n, value: { n: 2 } }]],
    ['redriven-n1-shardId-7', [{ sequence: 12n, value: { n: 1 } }]],
  ]);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'record redriven', sequence: '0012', effects: 1 });
});

test('what is no record and no whole envelope is neither consumed nor taken out of it', async () => {
  const sent = jest.spyOn(SQSClient.prototype, 'send').mockImplementation(async () => ({}));
  process.env[platformBindings.parkingQueue] = 'http://localhost/parked';
  const consumed: StreamRecord<Value>[] = [];
  const handler = streamWorker(Value, async (_shardId, records) => consumed.push(...records));
  const envelope = redriven('12', { n: 1 });
  const bad = [{ ...envelope, n: 1 }, { redriven: envelope.redriven, n: 1 }, redriven('12', envelope)];
  await handler(eventOf(...bad.map((value, i) => recordOf('shardId-0', BigInt(i), value))));
  expect(consumed).toEqual([]);
  expect(sent).toHaveBeenCalledTimes(bad.length);
});

describe('the schema of a stream', () => {
  const n = z.int();
  const data = z.string();

  test.each<[string, z.ZodMiniType]>([
    ['an object', Value],
    ['an object with the other field of an envelope', z.strictObject({ data })],
    ['one of several objects', z.union([Value, z.strictObject({ data })])],
    ['told apart by a field', z.discriminatedUnion('n', [z.strictObject({ n: z.literal(1) })])],
  ])('may be %s, and no envelope fits it', async (_what, schema) => {
    expect(() => streamWorker(schema, async () => 0)).not.toThrow();
    const envelopes = fc.record({
      redriven: fc.record({ shardId: fc.string(), sequence: fc.string(), redrives: fc.nat() }),
      data: fc.string(),
    });
    fc.assert(fc.property(envelopes, (envelope) => !z.safeParse(schema, envelope).success));
  });

  test.each<[string, z.ZodMiniType]>([
    ['lets unknown fields go', z.object({ n: z.optional(n) })],
    ['keeps unknown fields', z.looseObject({ data })],
    ['takes other fields of a kind', z.catchall(z.object({ data }), z.unknown())],
    ['has a field of that name', z.strictObject({ redriven: z.unknown(), data })],
    ['is open in one of its forms', z.union([Value, z.looseObject({})])],
    ['is anything', z.unknown()],
    [
      'reads what it takes before it judges',
      z.pipe(
        z.unknown(),
        z.transform(() => 1),
      ),
    ],
  ])('is refused when it %s: an envelope could pass for a record', (_what, schema) => {
    expect(() => streamWorker(schema, async () => 0)).toThrow('A redriven record could pass for another');
  });
});
