// Contract of the notifications service: news of a user's orders and webhooks, in the app and by e-mail.
import * as z from 'zod/mini';
import { pageQuery, route } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { tables } from './resources.ts';

export { bindings } from './resources.ts';

/** Kinds of notifications; each is one event of another service. */
export const kinds = ['orderPlaced', 'orderConfirmed', 'orderCancelled', 'webhookDisabled'] as const;
export type Kind = (typeof kinds)[number];

const Instant = z.iso.datetime({ offset: false });

export const Notification = z.object({
  notificationId: z.string(),
  kind: z.enum(kinds),
  title: z.string(),
  text: z.string(),
  /** The subject, depending on the kind. */
  orderId: z.optional(z.string()),
  webhookId: z.optional(z.string()),
  createdAt: Instant,
  readAt: z.nullable(Instant),
});
export const NotificationPage = z.object({ items: z.array(Notification), cursor: z.optional(z.string()) });
export const ReadAll = z.object({
  read: z.int(),
  /** True when more are unread than one call marks: call again. */
  more: z.boolean(),
});

const Channels = z.strictObject({ inApp: z.boolean(), email: z.boolean() });
export const Preferences = z.strictObject({
  orderPlaced: Channels,
  orderConfirmed: Channels,
  orderCancelled: Channels,
  webhookDisabled: Channels,
});

export type Notification = z.infer<typeof Notification>;
export type Preferences = z.infer<typeof Preferences>;

const ListQuery = z.strictObject({
  ...pageQuery.shape,
  /** Returns only unread notifications. */
  unread: z.optional(z.enum(['true', 'false'])),
});
const byId = z.strictObject({ notificationId: z.string().check(z.regex(/^[\w-]{1,128}$/)) });

const path = { notificationId: 'OrderConfirmed-5d2f0c1e' };
const example = {
  ...path,
  kind: 'orderConfirmed' as const,
  title: 'Your order is confirmed',
  text: 'Order 4fQb0yTz6mYkX1cWd8Ra over €17.80 is paid and on its way to you.',
  orderId: '4fQb0yTz6mYkX1cWd8Ra',
  createdAt: '2026-03-01T08:00:01.020Z',
  readAt: null,
};
const both = { inApp: true, email: true };
const preferences = { orderPlaced: both, orderConfirmed: both, orderCancelled: both, webhookDisabled: both };

export const contract = {
  service: 'notifications',
  tables,
  routes: {
    listNotifications: route('GET /api/notifications', {
      summary: 'Your notifications of the last 90 days, newest first; a new one appears within moments',
      auth: 'user',
      query: ListQuery,
      status: 200,
      response: NotificationPage,
      revalidated: true,
      problems: [problems.invalidCursor],
      example: { query: { limit: '20', unread: 'true' }, response: { items: [example] } },
    }),
    readNotification: route('POST /api/notifications/{notificationId}/read', {
      summary: 'Mark one of your notifications as read; reading twice is reading once',
      auth: 'user',
      path: byId,
      status: 204,
      limit: 'write',
      problems: [problems.notFound],
      example: { path },
    }),
    readAllNotifications: route('POST /api/notifications/read-all', {
      summary: 'Mark all your notifications as read, 500 a call',
      auth: 'user',
      status: 200,
      response: ReadAll,
      limit: 'write',
      example: { response: { read: 3, more: false } },
    }),
    getPreferences: route('GET /api/notifications/preferences', {
      summary: 'What you are told of, in the app and by e-mail: everything, until you choose otherwise',
      auth: 'user',
      status: 200,
      response: Preferences,
      example: { response: preferences },
    }),
    putPreferences: route('PUT /api/notifications/preferences', {
      summary: 'Choose what you are told of; counts for what happens from now on',
      auth: 'user',
      body: Preferences,
      status: 200,
      response: Preferences,
      limit: 'write',
      example: { body: preferences, response: preferences },
    }),
  },
} as const;
