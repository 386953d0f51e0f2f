// Notifies a user of an event, on the channels chosen for its kind.
import type { Envelope } from '../shared/base/event.ts';
import { defaultPreferences } from './notification.ts';
import { addNotification, readPreferences } from './store.ts';
import type { Facts } from './words.ts';

/** Takes effect once, even if the event is redelivered. */
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
