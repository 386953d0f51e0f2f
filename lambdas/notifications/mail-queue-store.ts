// How mails wait to be sent: as attributes of their notifications, which put them into a sparse index.
import { shardOf } from '../shared/base/shard-of.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { bindings } from './resources.ts';

export const queueOf = (shard: number): string => shardKey('mail', shard);

/** The mail attributes of a new notification: due at once, claimed by no worker. */
export function newMail(notificationId: string, nowMs: number) {
  const mailQueue = queueOf(shardOf(notificationId, shardCount(bindings.notificationsTable)));
  return { mailQueue, mailDueAtMs: nowMs, mailOpen: 0, mailTries: 0 };
}
