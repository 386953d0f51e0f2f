// The notifications table: all of a user's notifications share a key that no other user's request can name.
//
// pattern                | key condition                                    | index  | cost
// add, once per event    | put userId + event id, if it does not exist      | -      | 1 WCU, 1 more per index it is in
// a user's, newest first | userId, shownAtMs descending                     | byTime | 0.5 RCU per 4 KB
// unread, newest first   | userId, unreadAtMs descending; read ones are out | unread | 0.5 RCU per 4 KB
// mark as read           | update userId + id, if it is shown               | -      | 3 WCU, out of `unread`
// preferences            | userId + `#preferences`; no event has this id    | -      | 1 RCU, 1 WCU
// due mails              | mail-store.ts
//
// The three indexes are sparse: items that are not shown in the app, are read or need no mail lack their key.
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { writeIf } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryPage } from '../shared/tables/query.ts';
import type { Preferences } from './contract.ts';
import { newMail } from './mail-queue-store.ts';
import type { ListedNotification, StoredNotification } from './notification.ts';
import { tables } from './resources.ts';

const { byTime, unread } = tables.notifications.index;
const PREFERENCES = '#preferences';
const KEEP_MS = 90 * 24 * 60 * 60 * 1000;

/** Stores it, unless this user already has a notification of this event. */
export async function addNotification(
  notification: StoredNotification,
  channels: { readonly inApp: boolean; readonly email: boolean },
): Promise<void> {
  const { notificationId, createdAtMs } = notification;
  const Item = {
    ...notification,
    ...(channels.inApp && { shownAtMs: createdAtMs, unreadAtMs: createdAtMs }),
    ...(channels.email && newMail(notificationId, createdAtMs)),
    expiration: Math.ceil((createdAtMs + KEEP_MS) / 1000),
  };
  await writeIf(
    new PutCommand({ ...tableOf(tables.notifications), Item, ConditionExpression: 'attribute_not_exists(userId)' }),
  );
}

export interface NotificationPosition {
  readonly userId: string;
  readonly notificationId: string;
  readonly shownAtMs?: number;
  readonly unreadAtMs?: number;
}

/** A page, newest first. The indexes are eventually consistent. */
export const listNotifications = (
  userId: string,
  which: 'all' | 'unread',
  {
    limit,
    nowMs,
    after,
  }: { readonly limit: number; readonly nowMs: number; readonly after?: NotificationPosition | undefined },
) =>
  queryPage<ListedNotification, NotificationPosition>(
    {
      ...tableOf(tables.notifications),
      // Exclude expired items that TTL has not deleted yet.
      ...(which === 'all'
        ? keyCondition(byTime, 'userId = :userId AND shownAtMs > :over')
        : keyCondition(unread, 'userId = :userId AND unreadAtMs > :over')),
      ExpressionAttributeValues: { ':userId': userId, ':over': nowMs - KEEP_MS },
      ScanIndexForward: false,
      Limit: limit,
    },
    after,
  );

/** Ids of the newest unread notifications. */
export async function unreadOf(userId: string, limit: number): Promise<string[]> {
  const { Items = [] } = await dynamodb().send(
    new QueryCommand({
      ...tableOf(tables.notifications),
      ...keyCondition(unread, 'userId = :userId'),
      ExpressionAttributeValues: { ':userId': userId },
      ProjectionExpression: 'notificationId',
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items.map(({ notificationId }) => notificationId as string);
}

/** Returns false when the user has no such notification in the app. The first read time is kept. */
export async function markRead(userId: string, notificationId: string, nowMs: number): Promise<boolean> {
  return writeIf(
    new UpdateCommand({
      ...itemOf(tables.notifications, { userId, notificationId }),
      UpdateExpression: 'SET readAtMs = if_not_exists(readAtMs, :now) REMOVE unreadAtMs',
      ConditionExpression: 'attribute_exists(shownAtMs)',
      ExpressionAttributeValues: { ':now': nowMs },
    }),
  );
}

/** Undefined until the user has set preferences. */
export async function readPreferences(userId: string): Promise<Preferences | undefined> {
  const item = await readItem<{ readonly preferences: Preferences }>(
    itemOf(tables.notifications, { userId, notificationId: PREFERENCES }),
  );
  return item?.preferences;
}

export async function writePreferences(userId: string, preferences: Preferences): Promise<void> {
  await dynamodb().send(
    new PutCommand({ ...tableOf(tables.notifications), Item: { userId, notificationId: PREFERENCES, preferences } }),
  );
}
