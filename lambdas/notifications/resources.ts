// Resources of the notifications service: users' notifications, their preferences, and the queue of mails.
import { number, string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = {
  notificationsTable: 'NOTIFICATIONS_TABLE',
  readOrder: 'NOTIFICATIONS_READ_ORDER',
  findContact: 'NOTIFICATIONS_FIND_CONTACT',
} as const;

const userId = string('userId');
/** Attributes that lists show. The mail's state is left out, so that sending it writes no index. */
const shown = ['kind', 'orderId', 'webhookId', 'totalCents', 'reason', 'url', 'createdAtMs', 'readAtMs'] as const;

export const tables = {
  // User ids distribute evenly; the mail queue has four shards.
  notifications: table('Notifications', {
    env: bindings.notificationsTable,
    partition: userId,
    sort: string('notificationId'),
    shards: 4,
    streamed: true,
    indexes: {
      byTime: { partition: userId, sort: number('shownAtMs'), projection: shown },
      unread: { partition: userId, sort: number('unreadAtMs'), projection: shown },
      mailDue: { partition: string('mailQueue'), sort: number('mailDueAtMs'), projection: 'keys' },
    },
  }),
} as const;
