// Notifies a user of an event, on the channels chosen for its kind.
import { optionalEnv } from '../shared/base/env.ts';
import type { Envelope } from '../shared/base/event.ts';
import { platformBindings } from '../shared/base/names.ts';
import { defaultPreferences } from './notification.ts';
import { addNotification, readPreferences } from './store.ts';
import type { Facts } from './words.ts';

/** Takes effect once, even if the event is redelivered. Without a sender, no mail waits for one. */
export async function tell(
  { id, correlationId }: Envelope<unknown>,
  userId: string,
  facts: Facts,
  nowMs: number,
): Promise<void> {
  const chosen = ((await readPreferences(userId)) ?? defaultPreferences)[facts.kind];
  const channels = { ...chosen, email: chosen.email && optionalEnv(platformBindings.mailSender) !== undefined };
  if (!channels.inApp && !channels.email) return;
  await addNotification({ ...facts, userId, notificationId: id, createdAtMs: nowMs, correlationId }, channels);
}
