// The transactional outbox: an event is written in the same transaction as the state change it reports,
// and published afterwards.
//
// pattern                        | key condition                                | limit it respects
// put an event with its state    | pk outbox#<0..N-1>, sk <time>#<id>           | 1,000 WCU per partition: N shards
// what is not published yet      | pk outbox#<0..N-1>, sk before a time         | 1 RCU per 4 KB, every shard once a minute
// remove what is published       | batch of 25 keys                             | 1 WCU each
//
// Source: Chris Richardson, "Pattern: Transactional outbox" (microservices.io).
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { chunksOf } from '../base/chunks.ts';
import { isoTime } from '../base/clock.ts';
import type { Envelope, EventType } from '../base/event.ts';
import { newId } from '../base/ids.ts';
import { platformBindings } from '../base/names.ts';
import { platformTables } from '../base/platform-tables.ts';
import { shardOf } from '../base/shard-of.ts';
import { dynamodb } from '../tables/dynamodb.ts';
import { itemOf, tableOf } from '../tables/item.ts';
import { keyCondition } from '../tables/key-condition.ts';
import { queryShards } from '../tables/query.ts';
import { shardCount, shardKey } from '../tables/shards.ts';

/** An outbox item: the envelope as it will be published. */
export interface OutboxItem {
  readonly pk: string;
  readonly sk: string;
  readonly envelope: string;
}

/** An event is a fact, not a document: EventBridge takes 256 KB, an item 400 KB. */
const MAX_BYTES = 200 * 1024;

export interface EventContext {
  readonly nowMs: number;
  readonly correlationId: string;
  /** Makes the event's id the same for every retry of one operation; random without it. */
  readonly operationId?: string;
}

/**
 * The write that adds an event to a transaction: `TransactItems: [stateWrite, outboxWrite(type, data, context)]`.
 * Throws when the data does not fit the type's schema or exceeds 200 KB, so nothing unreadable is ever written.
 */
export function outboxWrite<Data>(type: EventType<Data>, data: Data, context: EventContext) {
  const item = outboxItem(type, data, context, shardCount(platformBindings.outboxTable));
  return { Put: { ...tableOf(platformTables.outbox), Item: item } };
}

export function outboxItem<Data>(
  { source, type, version, data: schema }: EventType<Data>,
  data: Data,
  { nowMs, correlationId, operationId }: EventContext,
  shards: number,
): OutboxItem {
  const id = operationId === undefined ? newId() : `${type}-${operationId}`;
  const time = isoTime(nowMs);
  const envelope: Envelope<Data> = { id, source, type, version, time, correlationId, data: schema.parse(data) };
  const text = JSON.stringify(envelope);
  if (Buffer.byteLength(text) > MAX_BYTES) throw new Error(`${type} ${id} is longer than ${MAX_BYTES} bytes`);
  return { pk: shardKey('outbox', shardOf(id, shards)), sk: `${time}#${id}`, envelope: text };
}

/** Events written before the given time and still in the outbox, oldest first, at most `limit` per shard. */
export const unpublished = (beforeMs: number, limit: number): Promise<OutboxItem[]> =>
  queryShards(shardCount(platformBindings.outboxTable), (shard) => ({
    ...tableOf(platformTables.outbox),
    ...keyCondition(platformTables.outbox, 'pk = :pk AND sk < :before'),
    ExpressionAttributeValues: { ':pk': shardKey('outbox', shard), ':before': isoTime(beforeMs) },
    Limit: limit,
  }));

/** Removes published events. Any that DynamoDB leaves unprocessed are published again and removed then. */
export async function remove(items: readonly OutboxItem[]): Promise<void> {
  const { TableName } = tableOf(platformTables.outbox);
  for (const some of chunksOf(items, 25)) {
    const requests = some.map(({ pk, sk }) => ({
      DeleteRequest: { Key: itemOf(platformTables.outbox, { pk, sk }).Key },
    }));
    await dynamodb().send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  }
}
