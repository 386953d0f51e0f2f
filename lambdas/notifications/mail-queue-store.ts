// How mails wait to be sent: as attributes of their notifications, which put these into a sparse index.
import { shardOf } from '../shared/base/shard-of.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { bindings } from './resources.ts';

export const queueOf = (shard: number): string => shardKey('mail', shard);

/** What a new notification gets beside its facts when it is to be mailed: due at once, nobody's claim on it. */
export function newMail(notificationId: string, nowMs: number) {
  const mailQueue = queueOf(shardOf(notificationId, shardCount(bindings.notificationsTable)));
  return { mailQueue, mailDueAtMs: nowMs, mailOpen: 0, mailTries: 0 };
}
