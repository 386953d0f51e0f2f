// Mails still to be sent, stored on their notifications.
//
// pattern           | key condition                                     | index   | limit it respects
// due mails         | mailQueue mail#<0..N-1>, mailDueAtMs up to now    | mailDue | N shards; SES takes 14 per second
// claim one         | update userId + id, unless another holds it       | -       | 1 WCU
// sent, or given up | update userId + id                                | -       | 2 WCU, out of `mailDue`
// put off           | update userId + id, by the worker that claimed it | -       | 3 WCU
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { newId } from '../shared/base/ids.ts';
import { updateIf } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { itemOf, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryShards } from '../shared/tables/query.ts';
import { shardCount } from '../shared/tables/shards.ts';
import { queueOf } from './mail-queue-store.ts';
import type { StoredNotification } from './notification.ts';
import { bindings, tables } from './resources.ts';

/** Longer than the worker lives, so when a claim has expired its worker is gone. */
const LEASE_MS = 40_000;

export interface MailKey {
  readonly userId: string;
  readonly notificationId: string;
}

/** A notification whose mail only this worker may send until its lease is over. */
export interface ClaimedMail extends StoredNotification {
  readonly mailClaim: string;
  /** Tries, including this one, of which it is unknown whether a mail left. */
  readonly mailOpen: number;
  /** Tries that ended with an error. */
  readonly mailTries: number;
}

/** The longest due of each shard first, at most `limit` per shard; some may be claimed. */
export const dueMails = (nowMs: number, limit: number): Promise<MailKey[]> =>
  queryShards(shardCount(bindings.notificationsTable), (shard) => ({
    ...tableOf(tables.notifications),
    ...keyCondition(tables.notifications.index.mailDue, 'mailQueue = :queue AND mailDueAtMs <= :now'),
    ExpressionAttributeValues: { ':queue': queueOf(shard), ':now': nowMs },
    Limit: limit,
  }));

/** Returns undefined when the mail is sent, put off or held by another worker. */
export async function claimMail({ userId, notificationId }: MailKey, nowMs: number): Promise<ClaimedMail | undefined> {
  const claim = newId();
  const { item } = await updateIf<ClaimedMail>({
    ...itemOf(tables.notifications, { userId, notificationId }),
    UpdateExpression: 'SET mailClaim = :claim, mailClaimedUntilMs = :until ADD mailOpen :one',
    ConditionExpression:
      'mailDueAtMs <= :now AND (attribute_not_exists(mailClaimedUntilMs) OR mailClaimedUntilMs <= :now)',
    ExpressionAttributeValues: { ':claim': claim, ':until': nowMs + LEASE_MS, ':now': nowMs, ':one': 1 },
  });
  // Also if the condition failed: a retry meets the claim of its first attempt.
  return item?.mailClaim === claim ? item : undefined;
}

/** Takes a mail out of the queue, whichever worker holds it: once a mail has left, it is sent for all workers. */
export async function closeMail({ userId, notificationId }: MailKey, how: Record<string, unknown>): Promise<void> {
  const fields = Object.entries(how);
  await dynamodb().send(
    new UpdateCommand({
      ...itemOf(tables.notifications, { userId, notificationId }),
      UpdateExpression: `SET ${fields.map((_, i) => `#${i} = :${i}`).join(', ')} REMOVE mailQueue, mailDueAtMs, mailClaim, mailClaimedUntilMs`,
      ConditionExpression: 'attribute_exists(userId)',
      ExpressionAttributeNames: Object.fromEntries(fields.map(([name], i) => [`#${i}`, name])),
      ExpressionAttributeValues: Object.fromEntries(fields.map(([, value], i) => [`:${i}`, value])),
    }),
  );
}

/** Makes it due again later; `unsent` when this try certainly sent nothing. */
export async function putOffMail(mail: ClaimedMail, dueAtMs: number, error: string, unsent: boolean): Promise<void> {
  const { userId, notificationId, mailClaim } = mail;
  await dynamodb().send(
    new UpdateCommand({
      ...itemOf(tables.notifications, { userId, notificationId }),
      UpdateExpression:
        'SET mailDueAtMs = :due, mailTries = :tries, mailOpen = :open, mailError = :error REMOVE mailClaim, mailClaimedUntilMs',
      ConditionExpression: 'mailClaim = :claim',
      ExpressionAttributeValues: {
        ':due': dueAtMs,
        ':tries': mail.mailTries + 1,
        ':open': mail.mailOpen - (unsent ? 1 : 0),
        ':error': error,
        ':claim': mailClaim,
      },
    }),
  );
}
