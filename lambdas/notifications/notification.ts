// A notification: the facts of one event for one user, put into words when shown or sent. Pure.
import { isoTime } from '../shared/base/clock.ts';
import type { Listed } from '../shared/base/resources.ts';
import { kinds, type Notification, type Preferences } from './contract.ts';
import type { tables } from './resources.ts';
import { type Facts, wordsFor } from './words.ts';

/** A stored notification, keyed by its user and the id of its event. */
export interface StoredNotification extends Facts {
  readonly userId: string;
  readonly notificationId: string;
  readonly createdAtMs: number;
  readonly correlationId: string;
  readonly readAtMs?: number;
}

/** All channels, until a user chooses otherwise. */
export const defaultPreferences = Object.fromEntries(
  kinds.map((kind) => [kind, { inApp: true, email: true }]),
) as unknown as Preferences;

/** A notification as the lists hold it: without what its mail needs. */
export type ListedNotification = Listed<
  StoredNotification,
  typeof tables.notifications,
  typeof tables.notifications.index.byTime
>;

export function present(notification: ListedNotification): Notification {
  const { notificationId, kind, orderId, webhookId, createdAtMs, readAtMs } = notification;
  return {
    notificationId,
    kind,
    ...wordsFor(notification),
    ...(orderId && { orderId }),
    ...(webhookId && { webhookId }),
    createdAt: isoTime(createdAtMs),
    readAt: readAtMs === undefined ? null : isoTime(readAtMs),
  };
}
