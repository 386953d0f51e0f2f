// The clicks table: replay cannot skew its counters, because each write carries its stream position.
//
// pattern                          | key condition                              | limit it respects
// add a batch, move the position   | one TransactWriteItems, if version matches | 100 items per transaction
// position of a stream shard       | pk position#<shard id>, sk -               | one writer per shard
// clicks of a code from day to day | pk clicks#<code>#<0..N-1>, sk between days | 1,000 WCU per counter: N shards
// busiest codes of recent hours    | pk top#<0..N-1>, sk between hours          | 4 WCU per batch and shard
import { findPosition, positionPut } from '../../shared/messaging/stream-position.ts';
import { readItems } from '../../shared/tables/batch-get.ts';
import { transact } from '../../shared/tables/conditional-write.ts';
import { itemOf, tableOf } from '../../shared/tables/item.ts';
import { keyCondition } from '../../shared/tables/key-condition.ts';
import { queryShards } from '../../shared/tables/query.ts';
import { shardCount, shardKey, shardOfStream } from '../../shared/tables/shards.ts';
import { bindings, tables } from '../resources.ts';
import { dayWrite, type HourItem, hourWrite, type Key, type Write } from './click-items.ts';
import type { Position, Progress, Tally } from './tally.ts';

const shards = () => shardCount(bindings.clicksTable);
const positionKey = (shardId: string): Key => ({ pk: `position#${shardId}`, sk: '-' });

export async function readPosition(shardId: string): Promise<Position> {
  const found = await findPosition<{ producers: Record<string, Progress> }>(
    itemOf(tables.clicks, positionKey(shardId)),
  );
  return { ...found, producers: new Map(Object.entries(found.producers ?? {})) };
}

/** Adds the tally and moves the position, both or neither; returns false when another consumer moved it meanwhile. */
export async function addTally(shardId: string, tally: Tally): Promise<boolean> {
  const shard = shardOfStream(shardId, shards());
  const dayKeys = tally.days.map(({ code, day }) => ({ pk: shardKey(`clicks#${code}`, shard), sk: day }));
  const hourKeys = [...tally.hours.keys()].map((hour) => ({ pk: shardKey('top', shard), sk: hour }));
  const there = await readItems<Key & Record<string, unknown>>(
    [...dayKeys, ...hourKeys].map((key) => itemOf(tables.clicks, key)),
    { ConsistentRead: true },
  );
  const kept = new Map(there.map((item) => [id(item), item]));
  const writes: Write[] = [
    positionWrite(shardId, tally.position),
    ...tally.days.map((day, i) => dayWrite(day, dayKeys[i] as Key, kept.get(id(dayKeys[i] as Key)))),
    ...[...tally.hours.values()].map((hour, i) =>
      hourWrite(hour, hourKeys[i] as Key, kept.get(id(hourKeys[i] as Key)) as unknown as HourItem | undefined),
    ),
  ];
  const TransactItems = writes.map(({ put, update }) =>
    put ? { Put: { ...tableOf(tables.clicks), ...put } } : { Update: { ...tableOf(tables.clicks), ...update } },
  );
  return (await transact(TransactItems)) === undefined;
}

const positionWrite = (shardId: string, position: Position): Write => ({
  put: positionPut(shardId, positionKey(shardId), { ...position, producers: Object.fromEntries(position.producers) }),
});

const id = ({ pk, sk }: Key): string => `${pk}|${sk}`;

/** The day items of a code, from every shard; both days included. */
export async function readDays(code: string, fromDay: string, toDay: string): Promise<Record<string, unknown>[]> {
  return queryShards(shards(), (shard) => between(shardKey(`clicks#${code}`, shard), fromDay, toDay));
}

/** The hour items of every shard; both hours included. */
export async function readHours(fromHour: string, toHour: string): Promise<HourItem[]> {
  return queryShards(shards(), (shard) => between(shardKey('top', shard), fromHour, toHour));
}

const between = (pk: string, from: string, to: string) => ({
  ...tableOf(tables.clicks),
  ...keyCondition(tables.clicks, 'pk = :pk AND sk BETWEEN :from AND :to'),
  ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
});
