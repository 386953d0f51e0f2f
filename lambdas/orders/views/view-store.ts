// The views table: orders as lists show them. It is derived data: `npm run rebuild -- orders` recreates it.
//
// pattern                        | key condition                                       | cost, a row of 1 KB
// show a newer state             | put pk + sk, if new or an older seq                 | 1 WCU a row: owner, merchants
// orders of a user, newest first | pk owner#<user id>, sk <time>#<order id> descending | 0.5 RCU per 4 KB
// orders of a merchant           | pk merchant#<id>, sk descending                     | 1,000 WCU: 500 orders/s each
// rows of a search               | batch of up to 100 pk + sk                          | 0.5 RCU per 4 KB each
// one row (rebuild)              | get pk + sk, consistent                             | 1 RCU
// all rows (rebuild)             | scan                                                | 0.5 RCU per 4 KB
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { readById } from '../../shared/tables/batch-get.ts';
import { writeIf } from '../../shared/tables/conditional-write.ts';
import { dynamodb } from '../../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { keyCondition } from '../../shared/tables/key-condition.ts';
import { queryPage, scanPage } from '../../shared/tables/query.ts';
import { tables } from '../resources.ts';
import type { View } from './view.ts';

/** Returns false when the stored row is as new or newer: events arrive twice and in any order. */
export async function show(view: View): Promise<boolean> {
  return writeIf(
    new PutCommand({
      ...tableOf(tables.views),
      Item: view,
      ConditionExpression: 'attribute_not_exists(pk) OR seq < :seq',
      ExpressionAttributeValues: { ':seq': view.seq },
    }),
  );
}

export interface ViewPosition {
  readonly pk: string;
  readonly sk: string;
}
export const listViews = async (
  pk: string,
  limit: number,
  after?: ViewPosition,
): Promise<{ views: View[]; next?: ViewPosition }> => {
  const { items: views, ...rest } = await queryPage<View, ViewPosition>(
    {
      ...tableOf(tables.views),
      ...keyCondition(tables.views, 'pk = :pk'),
      ExpressionAttributeValues: { ':pk': pk },
      ScanIndexForward: false,
      Limit: limit,
    },
    after,
  );
  return { views, ...rest };
};

/** The rows that exist, in the order of the keys; one shown a moment ago may be missing. */
export async function readViews(keys: readonly ViewPosition[]): Promise<View[]> {
  const items = keys.map(({ pk, sk }) => itemOf(tables.views, { pk, sk }));
  const found = await readById<View>(items, ({ sk }) => sk, { ConsistentRead: false });
  return keys.flatMap(({ sk }) => found.get(sk) ?? []);
}

export const readView = ({ pk, sk }: ViewPosition): Promise<View | undefined> =>
  readItem(itemOf(tables.views, { pk, sk }));

/** A page of rows, and where the next page starts. */
export const scanViews = (after?: ViewPosition) =>
  scanPage<View, ViewPosition>({ ...tableOf(tables.views), Limit: 200, ConsistentRead: true }, after);

export async function removeView({ pk, sk }: ViewPosition): Promise<void> {
  await dynamodb().send(new DeleteCommand(itemOf(tables.views, { pk, sk })));
}
