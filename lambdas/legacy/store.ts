// The references table: maps a legacy client's order number to the shop's order.
//
// pattern                 | key condition                                          | cost
// take a reference        | put id, if there is none or its lease has ended        | 1 WCU, 1 RCU when it is taken
// mark its cart filled    | update id                                              | 1 WCU
// mark its order placed   | update id                                              | 1 WCU
//
// Customer ids are random, so the load spreads over partitions. A reference is kept for 90 days.
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { putOrFind, writeIf } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { itemOf, tableOf } from '../shared/tables/item.ts';
import type { Progress, References } from './place-legacy-order.ts';
import { tables } from './resources.ts';

/** Longer than any attempt: an HTTP function times out after 10 s. */
const LEASE_MS = 12_000;
const KEEP_SECONDS = 90 * 24 * 60 * 60;

interface Item {
  readonly id: string;
  readonly fingerprint: string;
  readonly state: 'filling' | 'ordering' | 'done';
  readonly orderId?: string;
  readonly leaseUntilMs: number;
  readonly expiration: number;
}

export const references: References = {
  async take(id, fingerprint, nowMs) {
    const lease = { leaseUntilMs: nowMs + LEASE_MS, expiration: Math.ceil(nowMs / 1000) + KEEP_SECONDS };
    const held = await putNew({ id, fingerprint, state: 'filling', ...lease });
    if (!held) return { state: 'filling' };
    if (held.fingerprint !== fingerprint) return { state: 'other' };
    if (held.state === 'done') return { state: 'done', orderId: held.orderId ?? '' };
    return (await takeOver(held, lease.leaseUntilMs, nowMs)) ? { state: held.state } : ({ state: 'busy' } as Progress);
  },
  ordering: (id) =>
    update(id, 'SET #state = :state, leaseUntilMs = :none', {
      ':state': 'ordering',
      ':none': 0,
    }),
  done: (id, orderId) =>
    update(id, 'SET #state = :state, orderId = :orderId', {
      ':state': 'done',
      ':orderId': orderId,
    }),
  async forget(id) {
    await dynamodb().send(new DeleteCommand(itemOf(tables.references, { id })));
  },
};

/** Puts the item if there is none; otherwise returns the existing item. */
const putNew = (item: Item): Promise<Item | undefined> =>
  putOrFind({ ...tableOf(tables.references), Item: item, ConditionExpression: 'attribute_not_exists(id)' });

async function takeOver({ id, leaseUntilMs }: Item, until: number, nowMs: number): Promise<boolean> {
  if (leaseUntilMs > nowMs) return false;
  return writeIf(
    new UpdateCommand({
      ...itemOf(tables.references, { id }),
      UpdateExpression: 'SET leaseUntilMs = :until',
      ConditionExpression: 'leaseUntilMs = :before',
      ExpressionAttributeValues: { ':until': until, ':before': leaseUntilMs },
    }),
  );
}

async function update(
  id: string,
  UpdateExpression: string,
  ExpressionAttributeValues: Record<string, unknown>,
): Promise<void> {
  const ExpressionAttributeNames = { '#state': 'state' };
  await dynamodb().send(
    new UpdateCommand({
      ...itemOf(tables.references, { id }),
      UpdateExpression,
      ExpressionAttributeNames,
      ExpressionAttributeValues,
    }),
  );
}
