// The events table: what happened to each order. Only the marker `open` ever changes.
//
// pattern                    | key condition                                  | cost, a commit of 1 KB
// append a commit            | put orderId + seq, if new                      | 1 WCU, or 2 with an outbox event
// state of an order          | orderId, seq descending, at most 16            | 1 RCU per 4 KB, consistent; one page
// history of an order        | orderId, seq ascending                         | 1 RCU per 4 KB, consistent
// orders that need attention | index open: open#<0..N-1>, placedAtMs before T | 0.5 RCU per 4 KB; N x 1,000 WCU
// order ended and shown      | update orderId + 1, remove `open`              | 1 WCU and 1 in the index
// all orders (rebuild)       | scan                                           | 0.5 RCU per 4 KB
//
// An order id is a uniform hash, so partitions share the load. Every 16th commit carries the preceding state as a
// snapshot. It costs no extra write, and reading a state takes at most 16 items.
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { shardOf } from '../shared/base/shard-of.ts';
import type { outboxWrite } from '../shared/messaging/outbox.ts';
import { transact, writeIf } from '../shared/tables/conditional-write.ts';
import { itemOf, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryAll, queryShards, scanPage } from '../shared/tables/query.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { type Commit, fold, type OrderState } from './order.ts';
import { bindings, tables } from './resources.ts';

interface CommitItem extends Commit {
  readonly snapshot?: OrderState;
}

const SNAPSHOT_EVERY = 16;
const { open } = tables.events.index;
const OPEN = open.partition.name;

/** Returns false when another writer took that seq: read the order and decide again. */
export async function append(
  commit: Commit,
  before: OrderState | undefined,
  outbox?: ReturnType<typeof outboxWrite>,
): Promise<boolean> {
  const put = {
    ...tableOf(tables.events),
    Item: {
      ...commit,
      ...(commit.seq === 1 && { open: openShard(commit.orderId), placedAtMs: commit.atMs }),
      ...(commit.seq % SNAPSHOT_EVERY === 0 && { snapshot: before }),
    },
    ConditionExpression: 'attribute_not_exists(orderId)',
  };
  if (outbox) return (await transact([{ Put: put }, outbox])) === undefined;
  return writeIf(new PutCommand(put));
}

/** The current state, folded from the newest snapshot. */
export async function readOrder(orderId: string): Promise<OrderState | undefined> {
  const newest = await query(orderId, false, SNAPSHOT_EVERY);
  const at = newest.findIndex(({ snapshot }) => snapshot);
  const needed = (at < 0 ? newest : newest.slice(0, at + 1)).reverse();
  return fold(needed, needed[0]?.snapshot);
}

/** All commits of an order, in order. */
export async function readHistory(orderId: string): Promise<readonly Commit[]> {
  return query(orderId, true);
}

const query = (orderId: string, ScanIndexForward: boolean, Limit?: number): Promise<CommitItem[]> =>
  queryAll({
    ...tableOf(tables.events),
    ...keyCondition(tables.events, 'orderId = :orderId'),
    ExpressionAttributeValues: { ':orderId': orderId },
    ConsistentRead: true,
    ScanIndexForward,
    Limit,
  });

const openShard = (orderId: string): string => shardKey(OPEN, shardOf(orderId, shardCount(bindings.eventsTable)));

/** Orders placed before a time that have not ended, or whose end is not shown; oldest first, `limit` per shard. */
export async function openOrders(beforeMs: number, limit: number): Promise<string[]> {
  const commits = await queryShards<Pick<Commit, 'orderId'>>(shardCount(bindings.eventsTable), (shard) => ({
    ...tableOf(tables.events),
    ...keyCondition(open, '#open = :open AND placedAtMs < :before'),
    ExpressionAttributeNames: { '#open': OPEN },
    ExpressionAttributeValues: { ':open': shardKey(OPEN, shard), ':before': beforeMs },
    Limit: limit,
  }));
  return commits.map(({ orderId }) => orderId);
}

/** Stops watching an order that has ended and whose views show it. */
export async function close(orderId: string): Promise<void> {
  await writeIf(
    new UpdateCommand({
      ...itemOf(tables.events, { orderId, seq: 1 }),
      UpdateExpression: 'REMOVE #open',
      ConditionExpression: 'attribute_exists(#open)',
      ExpressionAttributeNames: { '#open': OPEN },
    }),
  );
}

/** A page of order ids, and where the next page starts. */
export async function scanOrders(
  after?: Record<string, unknown>,
): Promise<{ orderIds: string[]; next?: Record<string, unknown> }> {
  const { items, ...rest } = await scanPage<Pick<Commit, 'orderId'>, Record<string, unknown>>(
    {
      ...tableOf(tables.events),
      FilterExpression: 'seq = :first',
      ProjectionExpression: 'orderId',
      ExpressionAttributeValues: { ':first': 1 },
      Limit: 200,
    },
    after,
  );
  return { orderIds: items.map(({ orderId }) => orderId), ...rest };
}
