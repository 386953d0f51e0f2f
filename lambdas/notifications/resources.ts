// What the notifications service keeps: notices of users, their preferences, and the queue of mails.
import { number, string, table } from '../shared/base/resources.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  notificationsTable: 'NOTIFICATIONS_TABLE',
  readOrder: 'NOTIFICATIONS_READ_ORDER',
  findContact: 'NOTIFICATIONS_FIND_CONTACT',
  /** Address that mails come from. */
  sender: 'MAIL_SENDER',
} as const;

const userId = string('userId');
/** What lists show; the state of the mail is no part of them, so that sending it writes no index. */
const shown = ['kind', 'orderId', 'webhookId', 'totalCents', 'reason', 'url', 'createdAtMs', 'readAtMs'] as const;

export const tables = {
  // Users spread by themselves; the queue of mails has four shards.
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
