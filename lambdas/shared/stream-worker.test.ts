// The good records of a stream batch: in order, by shard, with their exact sequence numbers.
import { expect, test } from '@jest/globals';
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { writtenLines } from '../../test/written-lines.ts';
import { type StreamRecord, streamWorker } from './stream-worker.ts';

const Value = z.strictObject({ n: z.int() });
type Value = z.infer<typeof Value>;

const BASE = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_898n;

const recordOf = (shardId: string, offset: bigint, value: unknown) =>
  ({
    eventID: `${shardId}:${BASE + offset}`,
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
    expect.objectContaining({ level: 'info', message: 'stream batch', records: 2, effects: 5, parked: 0 }),
  ]);
});

test('fails as a whole when consuming fails, so that the batch comes again', async () => {
  const handler = streamWorker(Value, async () => {
    throw new Error('lost the race');
  });
  await expect(handler(eventOf(recordOf('shardId-0', 0n, { n: 1 })))).rejects.toThrow('lost the race');
});

/** What a redrive puts on the stream for a record that was parked as `sequence`. */
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
