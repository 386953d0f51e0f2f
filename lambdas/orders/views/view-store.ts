// The views table: orders as lists show them. It is derived data: `npm run rebuild -- orders` recreates it.
//
// pattern                        | key condition                                       | cost, a row of 1 KB
// show a newer state             | put pk + sk, if new or an older seq                 | 1 WCU a row: owner, merchants
// orders of a user, newest first | pk owner#<user id>, sk <time>#<order id> descending | 0.5 RCU per 4 KB
// orders of a merchant           | pk merchant#<id>, sk descending                     | 1,000 WCU: 500 orders/s each
// one row (rebuild)              | get pk + sk, consistent                             | 1 RCU
// all rows (rebuild)             | scan                                                | 0.5 RCU per 4 KB
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { nameMatcher } from '../../shared/base/text/name-matcher.ts';
import { writeIf } from '../../shared/tables/conditional-write.ts';
import { dynamodb } from '../../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { keyCondition } from '../../shared/tables/key-condition.ts';
import { queryPage, scanPage } from '../../shared/tables/query.ts';
import { tables } from '../resources.ts';
import type { OrderStatus } from '../schemas.ts';
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
export interface Search {
  readonly status?: OrderStatus | undefined;
  readonly query?: string | undefined;
}

/** A search reads at most 500 rows for one page, and continues on the next page. */
const SEARCHED = { rows: 100, pages: 5 };

export async function listViews(
  pk: string,
  limit: number,
  search: Search,
  after?: ViewPosition,
): Promise<{ views: View[]; next?: ViewPosition }> {
  const searched = search.status !== undefined || search.query !== undefined;
  const matches = search.query === undefined ? () => true : nameMatcher(search.query);
  const views: View[] = [];
  let position = after;
  for (let page = 0; page < SEARCHED.pages; page += 1) {
    const { items, next } = await queryPage<View, ViewPosition>(
      {
        ...tableOf(tables.views),
        ...keyCondition(tables.views, 'pk = :pk'),
        ...filterOf(pk, search),
        ScanIndexForward: false,
        Limit: searched ? SEARCHED.rows : limit,
      },
      position,
    );
    for (const view of items) {
      if (!matches(...view.lines.map(({ name }) => name))) continue;
      if (views.length === limit) return { views, next: positionOf(views.at(-1) as View) };
      views.push(view);
    }
    position = next;
    if (!position || views.length === limit) break;
  }
  return { views, ...(position && { next: position }) };
}

const positionOf = ({ pk, sk }: View): ViewPosition => ({ pk, sk });

function filterOf(pk: string, { status }: Search) {
  return {
    ExpressionAttributeValues: { ':pk': pk, ...(status && { ':status': status }) },
    ...(status && { ExpressionAttributeNames: { '#status': 'status' }, FilterExpression: '#status = :status' }),
  };
}

export const readView = ({ pk, sk }: ViewPosition): Promise<View | undefined> =>
  readItem(itemOf(tables.views, { pk, sk }));

/** A page of rows, and where the next page starts. */
export const scanViews = (after?: ViewPosition) =>
  scanPage<View, ViewPosition>({ ...tableOf(tables.views), Limit: 200, ConsistentRead: true }, after);

export async function removeView({ pk, sk }: ViewPosition): Promise<void> {
  await dynamodb().send(new DeleteCommand(itemOf(tables.views, { pk, sk })));
}
