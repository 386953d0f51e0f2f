// The deliveries table: the log that merchants see, and the queue of deliveries to send. Write units of a delivery
// accepted at once: 3 to create it (two indexes), 1 to claim it, 3 for its end, 7 in all. A failed attempt costs 8: its
// claim, and a transaction of the delivery (2, and 3 in its indexes) and the webhook (2).
//
// pattern                   | key condition                               | index  | limit it respects
// add, once per event       | put webhookId + deliveryId, if new          | -      | 1,000 WCU per webhook
// a webhook's, newest first | webhookId, createdAtMs descending           | byTime | 0.5 RCU per 4 KB, without bodies
// due deliveries            | dueQueue due#<0..N-1>, dueAtMs up to now    | due    | 1,000 WCU per shard: N shards
// claim                     | update, unless another worker holds it      | -      | 1 WCU
// record an attempt         | update or transaction, see attempt-store.ts | -      | -
// replay                    | update, if it exists                        | -      | 4 WCU
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { newId } from '../shared/base/ids.ts';
import { shardOf } from '../shared/base/shard-of.ts';
import { updateIf, writeIf } from '../shared/tables/conditional-write.ts';
import { itemOf, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryPage, queryShards } from '../shared/tables/query.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import type { ClaimedDelivery, DeliveryKey, ListedDelivery, StoredDelivery } from './delivery.ts';
import { bindings, tables } from './resources.ts';

/** Longer than the worker lives, so when a claim has expired its worker is gone. */
const LEASE_MS = 40_000;
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;

const expirationOf = (nowMs: number): number => Math.ceil((nowMs + KEEP_MS) / 1000);

const queueOf = (deliveryId: string): string =>
  shardKey('due', shardOf(deliveryId, shardCount(bindings.deliveriesTable)));

/** Stores it, due at once, unless this event was already planned for this webhook. */
export async function addDelivery(delivery: StoredDelivery): Promise<void> {
  const { deliveryId, createdAtMs } = delivery;
  const Item = {
    ...delivery,
    dueQueue: queueOf(deliveryId),
    dueAtMs: createdAtMs,
    expiration: expirationOf(createdAtMs),
  };
  await writeIf(
    new PutCommand({ ...tableOf(tables.deliveries), Item, ConditionExpression: 'attribute_not_exists(webhookId)' }),
  );
}

/** The longest due of each shard first, at most `limit` per shard; some may be claimed. */
export const dueDeliveries = (nowMs: number, limit: number): Promise<DeliveryKey[]> =>
  queryShards(shardCount(bindings.deliveriesTable), (shard) => ({
    ...tableOf(tables.deliveries),
    ...keyCondition(tables.deliveries.index.due, 'dueQueue = :queue AND dueAtMs <= :now'),
    ExpressionAttributeValues: { ':queue': shardKey('due', shard), ':now': nowMs },
    Limit: limit,
  }));

/** Returns undefined when the delivery has ended, is put off, or is held by another worker. */
export async function claimDelivery(
  { webhookId, deliveryId }: DeliveryKey,
  nowMs: number,
): Promise<ClaimedDelivery | undefined> {
  const claim = newId();
  const { item } = await updateIf<ClaimedDelivery>({
    ...itemOf(tables.deliveries, { webhookId, deliveryId }),
    UpdateExpression: 'SET claim = :claim, claimedUntilMs = :until',
    ConditionExpression: 'dueAtMs <= :now AND (attribute_not_exists(claimedUntilMs) OR claimedUntilMs <= :now)',
    ExpressionAttributeValues: { ':claim': claim, ':until': nowMs + LEASE_MS, ':now': nowMs },
  });
  // Also if the condition failed: a retry meets the claim of its first attempt.
  return item?.claim === claim ? item : undefined;
}

export interface DeliveryPosition extends DeliveryKey {
  readonly createdAtMs: number;
}

/** A page of a webhook's deliveries, newest first and without bodies. The index is eventually consistent. */
export const listDeliveries = (
  webhookId: string,
  {
    limit,
    nowMs,
    after,
  }: { readonly limit: number; readonly nowMs: number; readonly after?: DeliveryPosition | undefined },
) =>
  queryPage<ListedDelivery, DeliveryPosition>(
    {
      ...tableOf(tables.deliveries),
      // Exclude expired items that TTL has not deleted yet.
      ...keyCondition(tables.deliveries.index.byTime, 'webhookId = :webhookId AND createdAtMs > :over'),
      ExpressionAttributeValues: { ':webhookId': webhookId, ':over': nowMs - KEEP_MS },
      ScanIndexForward: false,
      Limit: limit,
    },
    after,
  );

/** Makes it due now, whatever its state; an attempt in progress no longer counts. Undefined when it does not exist. */
export async function replayed(
  webhookId: string,
  deliveryId: string,
  nowMs: number,
): Promise<StoredDelivery | undefined> {
  const { item } = await updateIf<StoredDelivery>({
    ...itemOf(tables.deliveries, { webhookId, deliveryId }),
    UpdateExpression:
      'SET #status = :pending, dueQueue = :queue, dueAtMs = :now, startedAtMs = :now, tries = :zero, ' +
      'expiration = :expiration REMOVE claim, claimedUntilMs',
    ConditionExpression: 'attribute_exists(webhookId)',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':pending': 'PENDING',
      ':queue': queueOf(deliveryId),
      ':now': nowMs,
      ':zero': 0,
      ':expiration': expirationOf(nowMs),
    },
  });
  return item;
}
