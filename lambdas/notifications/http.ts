// The routes of the notifications service.

import { appKey } from '../shared/aws/secret.ts';
import { httpHandler } from '../shared/http/http.ts';
import { openCursor, sealCursor } from '../shared/tables/cursor.ts';
import { contract } from './contract.ts';
import { read, readAll } from './mark-read.ts';
import { defaultPreferences, present } from './notification.ts';
import { listNotifications, type NotificationPosition, readPreferences, writePreferences } from './store.ts';

export const handler = httpHandler(contract, {
  listNotifications: async ({ user, query: { limit, cursor, unread }, nowMs }) => {
    const which = unread === 'true' ? 'unread' : 'all';
    const key = await appKey('cursor');
    const scope = `notifications#${which}#${user.userId}`;
    const after = cursor ? openCursor<NotificationPosition>(key, scope, cursor) : undefined;
    const page = await listNotifications(user.userId, which, { limit, nowMs, ...(after && { after }) });
    return {
      items: page.notifications.map(present),
      ...(page.next && { cursor: sealCursor(key, scope, page.next) }),
    };
  },
  readNotification: ({ user, path, nowMs }) => read(user.userId, path.notificationId, nowMs),
  readAllNotifications: ({ user, nowMs }) => readAll(user.userId, nowMs),
  getPreferences: async ({ user }) => (await readPreferences(user.userId)) ?? defaultPreferences,
  putPreferences: async ({ user, body }) => {
    await writePreferences(user.userId, body);
    return body;
  },
});
