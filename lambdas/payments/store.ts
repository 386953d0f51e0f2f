// Payments. Every write is conditional on the status it follows.
//
// pattern                      | key condition                            | index | cost
// find the payment of an order | id payment#<order>, consistent           | -     | 1 RCU
// record a new payment         | put, if it does not exist                | -     | 1 WCU
// change its status            | update, if the present status allows it  | -     | 1 WCU (2 more to and from byDue)
// apply a webhook              | update, if the present status allows it  | -     | 1 WCU
// payments left to settle      | due = open, dueAtMs before a time        | byDue | 0.5 RCU per 4 KB, once a minute
//
// Only open payments are in byDue, so its single partition (1,000 WCU) serves only what an outage leaves behind.
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { putOrFind, updateIf, writeIf } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { before, type Payment, type Status } from './payment.ts';
import type { Payments } from './ports.ts';
import { tables } from './resources.ts';

const keyOf = (orderId: string) => ({ id: `payment#${orderId}` });
const { byDue } = tables.payments.index;
const OPEN = 'open';

const find = (orderId: string): Promise<Payment | undefined> => readItem(itemOf(tables.payments, keyOf(orderId)));

async function begin(draft: Payment): Promise<{ payment: Payment; isNew: boolean }> {
  const kept = await putOrFind<Payment>({
    ...tableOf(tables.payments),
    Item: { ...keyOf(draft.orderId), ...draft },
    ConditionExpression: 'attribute_not_exists(id)',
  });
  return { payment: kept ?? draft, isNew: kept === undefined };
}

function moving(orderId: string, to: Status, dueAtMs?: number) {
  const from = before[to].map((status, i) => [`:from${i}`, status] as const);
  return {
    ...itemOf(tables.payments, keyOf(orderId)),
    UpdateExpression: `SET #status = :to${dueAtMs === undefined ? ' REMOVE #due, dueAtMs' : ', #due = :open, dueAtMs = :dueAtMs'}`,
    ConditionExpression: `#status IN (${from.map(([name]) => name).join(', ')})`,
    ExpressionAttributeNames: { '#status': 'status', '#due': 'due' },
    ExpressionAttributeValues: {
      ':to': to,
      ...Object.fromEntries(from),
      ...(dueAtMs !== undefined && { ':open': OPEN, ':dueAtMs': dueAtMs }),
    },
  };
}

async function move(orderId: string, to: Status, dueAtMs?: number): Promise<Payment> {
  const { item } = await updateIf<Payment>(moving(orderId, to, dueAtMs));
  if (!item) throw new Error(`Order ${orderId} has no payment`);
  return item;
}

async function remind(orderId: string, status: Status, dueAtMs: number): Promise<void> {
  await writeIf(
    new UpdateCommand({
      ...itemOf(tables.payments, keyOf(orderId)),
      UpdateExpression: 'SET #due = :open, dueAtMs = :dueAtMs',
      ConditionExpression: '#status = :status',
      ExpressionAttributeNames: { '#status': 'status', '#due': 'due' },
      ExpressionAttributeValues: { ':open': OPEN, ':dueAtMs': dueAtMs, ':status': status },
    }),
  );
}

async function due(byMs: number, limit: number): Promise<Payment[]> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      ...tableOf(tables.payments),
      ...keyCondition(byDue, '#due = :open AND dueAtMs <= :by'),
      ExpressionAttributeNames: { '#due': 'due' },
      ExpressionAttributeValues: { ':open': OPEN, ':by': byMs },
      Limit: limit,
    }),
  );
  return Items as unknown as Payment[];
}

export const paymentStore: Payments = { find, begin, move, remind, due };

/**
 * Applies what a webhook says; false when it changes nothing. No status can be left and entered again, so a webhook that
 * is repeated, late or replayed by somebody else has no effect, and none needs to be remembered.
 */
export async function takeNews({
  orderId,
  status,
}: {
  readonly orderId: string;
  readonly status: Status | undefined;
}): Promise<boolean> {
  return status !== undefined && (await updateIf<Payment>(moving(orderId, status))).written;
}
