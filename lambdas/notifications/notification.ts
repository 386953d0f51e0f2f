// What users are told of: a notification is the facts of one event for one user, put into words when it is shown or sent.
import { inChunks } from '../shared/base/chunks.ts';
import { isoTime } from '../shared/base/clock.ts';
import type { Envelope } from '../shared/base/event.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { type Kind, kinds, type Notification, type Preferences } from './contract.ts';
import { addNotification, markRead, readPreferences, unreadOf } from './store.ts';
import { wordsFor } from './words.ts';

/** What happened, as its event said it. */
export interface Facts {
  readonly kind: Kind;
  readonly orderId?: string;
  readonly webhookId?: string;
  readonly totalCents?: number;
  readonly reason?: string;
  readonly url?: string;
}

/** As it is kept, under its user and the id of its event. */
export interface StoredNotification extends Facts {
  readonly userId: string;
  readonly notificationId: string;
  readonly createdAtMs: number;
  readonly correlationId: string;
  readonly readAtMs?: number;
}

/** Everything, until a user chooses otherwise. */
export const defaultPreferences = Object.fromEntries(
  kinds.map((kind) => [kind, { inApp: true, email: true }]),
) as unknown as Preferences;

/** Tells a user of an event, on the channels chosen for its kind; once, however often the event comes. */
export async function tell(
  { id, correlationId }: Envelope<unknown>,
  userId: string,
  facts: Facts,
  nowMs: number,
): Promise<void> {
  const channels = ((await readPreferences(userId)) ?? defaultPreferences)[facts.kind];
  if (!channels.inApp && !channels.email) return;
  await addNotification({ ...facts, userId, notificationId: id, createdAtMs: nowMs, correlationId }, channels);
}

/** Refuses with NOT_FOUND for another user's just as for none. */
export async function read(userId: string, notificationId: string, nowMs: number): Promise<void> {
  if (!(await markRead(userId, notificationId, nowMs)))
    throw new Problem(problems.notFound, 'You have no such notification.');
}

const READ_AT_ONCE = 25;
const MAX_READ = 500;

/** Marks what is unread by now, the newest 500 at the most. */
export async function readAll(userId: string, nowMs: number): Promise<{ read: number; more: boolean }> {
  const ids = await unreadOf(userId, MAX_READ + 1);
  const wanted = ids.slice(0, MAX_READ);
  await inChunks(wanted, READ_AT_ONCE, (id) => markRead(userId, id, nowMs));
  return { read: wanted.length, more: ids.length > MAX_READ };
}

export function present(notification: StoredNotification): Notification {
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
