// Reservations and their holds; stock-store.ts owns the buckets' table. Each step of reservation.ts is one call.
//
// pattern                      | key condition                                      | cost
// record of an order           | get orderId, strong or eventually consistent       | 1 or 0.5 RCU
// hold, sell, drop in a bucket | update bucketId, if units and hold are as expected | 1 WCU per KB, no transaction
// write a record               | put orderId, if it does not exist                  | 1 WCU
// record with several holds    | one TransactWriteItems, at most 81 items           | 2 WCU for each of them
// release                      | one TransactWriteItems: record and its buckets     | 2 WCU for each of them
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { pause, systemClock } from '../shared/base/clock.ts';
import { jitterMs } from '../shared/base/ids.ts';
import { putOrFind, transact, updateIf } from '../shared/tables/conditional-write.ts';
import { dynamodb, dynamodbOnce } from '../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { shardCount } from '../shared/tables/shards.ts';
import { LEASE_MS } from './contract.ts';
import { holdId, type Reservation, type ReservationStore } from './reservation.ts';
import { bindings, tables } from './resources.ts';
import type { Bucket, Hold, Take } from './stock.ts';
import { bucketWrite, heldSince, readBuckets, snapshot } from './stock-store.ts';

/** No call for a released order arrives later than its saga's last attempt. */
const KEEP_RELEASED_SECONDS = 30 * 24 * 60 * 60;

/** Each attempt is its own client call, so each is sent under its own id. */
const HOLD_TRIES = 3;

const expiration = () => Math.ceil(systemClock.nowMs() / 1000) + KEEP_RELEASED_SECONDS;

const recordPut = (record: Reservation) => ({
  ...tableOf(tables.reservations),
  Item: { ...record, ...(record.state === 'RELEASED' && { expiration: expiration() }) },
  ConditionExpression: 'attribute_not_exists(orderId)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

/** Moves the units from one count to the other, and adds or removes the hold with them. */
function holdWrite(orderId: string, take: Take, { id, untilMs }: Pick<Hold, 'id' | 'untilMs'>) {
  const { expression, names, values } = heldSince(take, untilMs - LEASE_MS);
  return bucketWrite(take, {
    UpdateExpression: `SET #available = #available - :n, #reserved = #reserved + :n, #holds.#order = :hold, ${expression}`,
    ConditionExpression: '#available >= :n AND attribute_not_exists(#holds.#order)',
    names: { available: 'available', reserved: 'reserved', holds: 'holds', order: orderId, ...names },
    values: { n: take.quantity, hold: { id, quantity: take.quantity, untilMs } satisfies Hold, ...values },
  });
}

const endHold = (orderId: string, take: Take, id: string, to: 'available' | 'sold') =>
  bucketWrite(take, {
    UpdateExpression: 'SET #reserved = #reserved - :n, #to = #to + :n REMOVE #holds.#order',
    ConditionExpression: '#holds.#order.#id = :id',
    names: { reserved: 'reserved', to, holds: 'holds', order: orderId, id: 'id' },
    values: { n: take.quantity, id },
  });

const takeBackSold = (orderId: string, take: Take, id: string) =>
  bucketWrite(take, {
    UpdateExpression: 'SET #sold = #sold - :n, #available = #available + :n',
    ConditionExpression: '(attribute_not_exists(#holds.#order) OR #holds.#order.#id <> :id) AND #sold >= :n',
    names: { sold: 'sold', available: 'available', holds: 'holds', order: orderId, id: 'id' },
    values: { n: take.quantity, id },
  });

/** Returns true when written, the current bucket when the condition failed, undefined when there is no such bucket. */
async function write(update: UpdateCommandInput, client = dynamodb()): Promise<true | Bucket | undefined> {
  const { written, item } = await updateIf<Bucket>({ ...update, ReturnValues: 'NONE' }, client);
  return written || item;
}

export const reservationStore = (): ReservationStore => ({
  shards: shardCount(bindings.stockTable),
  buckets: readBuckets,
  snapshot,

  find: (orderId, stale) => readItem(itemOf(tables.reservations, { orderId }), { ConsistentRead: !stale }),

  async hold(orderId, take, untilMs) {
    for (let tries = 1; ; tries += 1) {
      const hold = { id: holdId(), quantity: take.quantity, untilMs };
      try {
        const found = await write(holdWrite(orderId, take, hold), dynamodbOnce());
        return found === true ? hold : found?.holds[orderId];
      } catch (error) {
        if (tries === HOLD_TRIES) throw error;
        await pause(jitterMs(100 * tries));
      }
    }
  },

  async keep(record) {
    return (await putOrFind<Reservation>(recordPut(record))) ?? record;
  },

  async reserve(record) {
    const holds = record.takes.map((take) => ({ Update: holdWrite(record.orderId, take, record) }));
    const refused = await transact([{ Put: recordPut(record) }, ...holds]);
    if (!refused) return record;
    const kept = refused[0]?.Item;
    return kept && (unmarshall(kept) as Reservation);
  },

  async sell({ orderId, id }, take) {
    return (await write(endHold(orderId, take, id, 'sold'))) === true;
  },

  async drop(orderId, at, { quantity, id }) {
    await write(endHold(orderId, { ...at, quantity }, id, 'available'));
  },

  async release({ orderId, id, takes }, held) {
    const refused = await transact([
      {
        Update: {
          ...itemOf(tables.reservations, { orderId }),
          UpdateExpression: 'SET #state = :released, #expiration = :expiration',
          ConditionExpression: '#state = :reserved',
          ExpressionAttributeNames: { '#state': 'state', '#expiration': 'expiration' },
          ExpressionAttributeValues: { ':released': 'RELEASED', ':reserved': 'RESERVED', ':expiration': expiration() },
        },
      },
      ...takes.map((take) => ({
        Update: held.includes(take) ? endHold(orderId, take, id, 'available') : takeBackSold(orderId, take, id),
      })),
    ]);
    return refused === undefined;
  },
});
