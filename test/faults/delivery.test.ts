// Deliveries that a stream may make: repeated, in reverse and in pieces, and of unreadable records.
// @takes 15 s
import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';
import { beforeAll, expect, test } from '@jest/globals';
import { bindings, type ClickBatch } from '../../lambdas/links/contract.ts';
import { bound, invoke } from '../local/kit/aws.ts';
import { newLink, newPerson, type Person, root, unique } from '../local/kit/client.ts';
import { seeded } from './kit/seeded.ts';
import { batchOf, parkedOf, putRecords, settledTotal, totalOf, tryOnce } from './links.ts';

interface Captured {
  readonly sequence: string;
  readonly data: string;
}

const kinesis = new KinesisClient(root);
let person: Person;
let stream: string;
beforeAll(async () => {
  person = await newPerson();
  stream = await bound('links/redirect', bindings.clicksStream);
});

/** Delivers records of one shard to the consumer as Kinesis does. */
const deliver = (shardId: string, records: readonly Captured[]) =>
  invoke('links/count-clicks', {
    Records: records.map(({ sequence, data }) => ({
      eventID: `${shardId}:${sequence}`,
      eventSource: 'aws:kinesis',
      kinesis: { sequenceNumber: sequence, partitionKey: 'captured', data },
    })),
  });

/** Reads the stream's records of a code, by shard. */
async function capture(code: string): Promise<Map<string, Captured[]>> {
  const captured = new Map<string, Captured[]>();
  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: stream }));
  for (const { ShardId = '' } of Shards) {
    const at = { StreamName: stream, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
    const found: { SequenceNumber?: string; Data?: Uint8Array }[] = [];
    let { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(at));
    // The emulator breaks connections that carry too much data at once.
    for (let read = -1; read !== 0; ) {
      const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 10 }));
      read = page.Records?.length ?? 0;
      found.push(...(page.Records ?? []));
      ShardIterator = page.NextShardIterator;
    }
    const ours = found.filter(({ Data }) => Buffer.from(Data ?? []).includes(code));
    const records = ours.map(({ SequenceNumber = '', Data }) => ({
      sequence: SequenceNumber,
      data: Buffer.from(Data ?? []).toString('base64'),
    }));
    if (records.length > 0) captured.set(ShardId, records);
  }
  return captured;
}

test('what was counted is not counted again, delivered twice, backwards, shuffled or in pieces', async () => {
  const { code } = await newLink(person);
  const { shuffled, below } = seeded('deliveries again');
  for (let round = 0; round < 10; round += 1) {
    const visits = await Promise.all(Array.from({ length: 6 }, () => tryOnce('GET', `/${code}`)));
    expect(visits.map(({ status }) => status)).toEqual(visits.map(() => 302));
  }
  expect(await settledTotal(person, code, 60)).toBe(60);
  const captured = await capture(code);
  expect([...captured.values()].flat().length).toBeGreaterThan(0);
  for (const [shardId, records] of captured) {
    const from = below(records.length);
    const pieces = [
      records,
      records,
      records.toReversed(),
      shuffled(records),
      records.slice(from),
      records.slice(0, from),
    ];
    for (const piece of pieces) await deliver(shardId, piece);
  }
  expect(await totalOf(person, code)).toBe(60);
});

test('of batches that come in order, any of them again at any time, each click is counted once', async () => {
  const { code } = await newLink(person);
  const { shuffled, below, pick } = seeded('deliveries between');
  const shardId = `shardId-${unique()}`;
  const producers = [unique(), unique(), unique()];
  const sent = new Map<string, number>();
  let clicks = 0;
  const records = Array.from({ length: 30 }, (_, i): Captured => {
    const producer = pick(producers);
    const first = (sent.get(producer) ?? 0) + 1;
    const batch: ClickBatch = batchOf(code, 1 + below(5), producer, first);
    sent.set(producer, first + batch.clicks.length - 1);
    clicks += batch.clicks.length;
    return { sequence: String(i + 1), data: Buffer.from(JSON.stringify(batch)).toString('base64') };
  });
  for (let next = 0; next < records.length; ) {
    const size = Math.min(1 + below(4), records.length - next);
    const again = records.slice(Math.max(0, next - below(6)), next);
    // A redelivered batch may be cut differently; only its new records are guaranteed to be in order.
    await deliver(shardId, [...again, ...records.slice(next, next + size)]);
    await deliver(shardId, shuffled(records.slice(0, next + size)));
    next += size;
  }
  expect(await totalOf(person, code)).toBe(clicks);
});

test('of 500 records with one that nobody can read, 499 are counted and the one is parked with its reason', async () => {
  const { code } = await newLink(person);
  const poison = JSON.stringify({ producer: unique(), firstNumber: 0, clicks: [] });
  const records: (string | ClickBatch)[] = Array.from({ length: 499 }, () => batchOf(code, 1));
  records.splice(seeded('poison').below(500), 0, poison);
  await putRecords(stream, records);
  expect(await settledTotal(person, code, 499)).toBe(499);
  const parked = await parkedOf([poison]);
  expect(parked).toHaveLength(1);
  expect(parked[0]?.reason).toMatch(/firstNumber/);
});
