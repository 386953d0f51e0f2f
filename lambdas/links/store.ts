// The links table. A code is a uniform hash or a chosen word, so partitions share the load without shards.
//
// pattern                   | key condition                      | index   | cost
// claim a code              | put code, if it does not exist     | -       | 1 WCU per KB, again in byOwner
// one link, for its owner   | get code, strongly consistent      | -       | 1 RCU
// redirect (redirect-store) | get code, eventually consistent    | -       | 0.5 RCU
// an owner's, newest first  | ownerId, createdAtMs descending    | byOwner | 0.5 RCU per 4 KB
// delete                    | update code, if the caller owns it | -       | 1 WCU per KB
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { putOrFind, writeIf } from '../shared/tables/conditional-write.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryPage } from '../shared/tables/query.ts';
import type { DeletedLink, StoredLink } from './link.ts';
import { tables } from './resources.ts';

/** Returns the stored link, new or already created by this operation; undefined when the code is taken. */
export async function addLink(link: StoredLink): Promise<StoredLink | undefined> {
  const holder = await putOrFind<StoredLink>({
    ...tableOf(tables.links),
    Item: link,
    ConditionExpression: 'attribute_not_exists(code)',
  });
  if (!holder) return link;
  return holder.operationId === link.operationId ? holder : undefined;
}

export const findLink = (code: string): Promise<StoredLink | DeletedLink | undefined> =>
  readItem(itemOf(tables.links, { code }));

export interface LinkPosition {
  readonly code: string;
  readonly ownerId: string;
  readonly createdAtMs: number;
}

/** A page of an owner's links, newest first. The index is eventually consistent. */
export const listLinks = (ownerId: string, limit: number, after?: LinkPosition) =>
  queryPage<StoredLink, LinkPosition>(
    {
      ...tableOf(tables.links),
      ...keyCondition(tables.links.index.byOwner, 'ownerId = :ownerId'),
      ExpressionAttributeValues: { ':ownerId': ownerId },
      ScanIndexForward: false,
      Limit: limit,
    },
    after,
  );

/** Returns true when the caller's link is deleted, now or before; false when they have no such link. */
export async function retireLink(ownerId: string, code: string, nowMs: number): Promise<boolean> {
  return writeIf(
    new UpdateCommand({
      ...itemOf(tables.links, { code }),
      UpdateExpression:
        'SET deletedBy = :owner, deletedAtMs = if_not_exists(deletedAtMs, :now) ' +
        'REMOVE ownerId, #url, createdAtMs, expiresAtMs, permanent, operationId',
      ConditionExpression: 'ownerId = :owner OR deletedBy = :owner',
      ExpressionAttributeNames: { '#url': 'url' },
      ExpressionAttributeValues: { ':owner': ownerId, ':now': nowMs },
    }),
  );
}
