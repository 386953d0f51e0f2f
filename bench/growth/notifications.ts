// Notifications of one user, half of them read.
import type { StoredNotification } from '../../lambdas/notifications/notification.ts';
import { bindings } from '../../lambdas/notifications/resources.ts';
import { bornMs, idOf, type Loader, owner } from './loader.ts';

export const notifications: Loader = {
  service: 'notifications',
  things: 'notifications of one user',
  base: 100,
  rows: (thing) => {
    const { i, nowMs } = thing;
    const createdAtMs = bornMs(thing);
    const item: StoredNotification = {
      userId: owner,
      notificationId: idOf('notification', i),
      kind: 'orderConfirmed',
      orderId: idOf('order', i),
      totalCents: 1780,
      createdAtMs,
      correlationId: idOf('correlation', i),
      ...(i % 2 === 0 && { readAtMs: nowMs }),
    };
    const listed = { shownAtMs: createdAtMs, ...(i % 2 === 1 && { unreadAtMs: createdAtMs }) };
    return [{ env: bindings.notificationsTable, item: { ...item, ...listed } }];
  },
  asks: [
    { route: 'listNotifications', user: owner },
    { route: 'listNotifications', user: owner, about: 'unread', query: { unread: 'true' } },
  ],
};
