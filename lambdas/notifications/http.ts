// The routes of the notifications service.

import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { contract } from './contract.ts';
import { read, readAll } from './mark-read.ts';
import { defaultPreferences, present } from './notification.ts';
import { listNotifications, type NotificationPosition, readPreferences, writePreferences } from './store.ts';

export const handler = httpHandler(contract, {
  listNotifications: ({ user, query: { limit, cursor, unread }, nowMs }) => {
    const which = unread === 'true' ? 'unread' : 'all';
    const scope = `notifications#${which}#${user.userId}`;
    return listPage(scope, cursor, async (after: NotificationPosition | undefined) => {
      const { items, next } = await listNotifications(user.userId, which, { limit, nowMs, after });
      return { items: items.map(present), next };
    });
  },
  readNotification: ({ user, path, nowMs }) => read(user.userId, path.notificationId, nowMs),
  readAllNotifications: ({ user, nowMs }) => readAll(user.userId, nowMs),
  getPreferences: async ({ user }) => (await readPreferences(user.userId)) ?? defaultPreferences,
  putPreferences: async ({ user, body }) => {
    await writePreferences(user.userId, body);
    return body;
  },
});
