// Sends the mails of notifications: new ones at once from the table's stream, and every minute those due again.
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { tasks as orders } from '../orders/contract.ts';
import { isNotSetUp, isRefusal, type Mail, sendMail, warnNotSetUp } from '../shared/aws/mail.ts';
import { systemClock } from '../shared/base/clock.ts';
import { type LogFields, log } from '../shared/base/log.ts';
import { type Backoff, nextTryMs } from '../shared/base/waits/backoff.ts';
import { workOff } from '../shared/base/waits/work-off.ts';
import { invokeTask } from '../shared/messaging/invoke.ts';
import { newImages } from '../shared/tables/table-stream.ts';
import { tasks as users } from '../users/contract.ts';
import { mailOf } from './mail.ts';
import { type ClaimedMail, claimMail, closeMail, dueMails, type MailKey, putOffMail } from './mail-store.ts';
import { bindings } from './resources.ts';

const BACKOFF: Backoff = { firstMs: 30_000, capMs: 60 * 60_000, giveUpAfterMs: 24 * 60 * 60_000 };
/** After this many tries with unknown outcome, a mail is not retried. It is also the most copies a user can receive. */
const MAX_MAILS = 3;
/** Latest moment to start a mail; the function has 30 s. */
const BEGIN_WITHIN_MS = 15_000;
const SWEEP_LIMIT = 25;

export const handler = async (event: Partial<DynamoDBStreamEvent>) => {
  const nowMs = systemClock.nowMs();
  const due = event.Records
    ? newImages<MailKey & { mailQueue?: string }>(event.Records, 'INSERT').filter(({ mailQueue }) => mailQueue)
    : await dueMails(nowMs, SWEEP_LIMIT);
  const begun = await workOff(due, { atATime: 5, untilMs: nowMs + BEGIN_WITHIN_MS }, (key) =>
    deliver(key).catch((error: unknown) =>
      log('error', 'mail neither sent nor postponed, will be retried', { notificationId: key.notificationId }, error),
    ),
  );
  return { due: due.length, begun };
};

async function deliver(key: MailKey): Promise<void> {
  const mail = await claimMail(key, systemClock.nowMs());
  if (!mail) return;
  const fields = { correlationId: mail.correlationId, notificationId: mail.notificationId, userId: mail.userId };
  if (mail.mailOpen > MAX_MAILS) {
    await closeMail(mail, { mailFailedAtMs: systemClock.nowMs(), mailError: 'too many tries ended without a word' });
    return log('error', 'mail given up', fields);
  }
  let sending = false;
  try {
    const letter = await compose(mail);
    if (!letter) return closeMail(mail, { mailFailedAtMs: systemClock.nowMs(), mailError: 'the account is gone' });
    sending = true;
    await sendMail(letter.to, letter.mail, mail.notificationId);
  } catch (error) {
    if (sending && isNotSetUp(error)) return giveUp(mail, error, fields);
    return putOff(mail, error, !sending || isRefusal(error), fields);
  }
  // A crash after the provider's response and before this write ends sends the mail again (README.md).
  await closeMail(mail, { mailedAtMs: systemClock.nowMs() });
  log('info', 'mail sent', fields);
}

/** Fetches the user's address and the order; undefined when the account is gone. */
async function compose(mail: ClaimedMail): Promise<{ to: string; mail: Mail } | undefined> {
  const { userId, orderId, correlationId } = mail;
  const contact = await invokeTask(bindings.findContact, users.findContact, { userId, correlationId });
  if (contact.outcome === 'UNKNOWN') return undefined;
  const order = orderId
    ? await invokeTask(bindings.readOrder, orders.readOrder, { orderId, correlationId })
    : undefined;
  if (order?.outcome === 'UNKNOWN') throw new Error(`Order ${orderId} does not exist`);
  return { to: contact.email, mail: mailOf(mail, contact.displayName, order?.order) };
}

/** Nobody is called for it: the notification shows in the app, and its mail is not sent later. */
async function giveUp(mail: ClaimedMail, error: unknown, fields: LogFields): Promise<void> {
  await closeMail(mail, { mailFailedAtMs: systemClock.nowMs(), mailError: reasonOf(error) });
  warnNotSetUp(fields, error);
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 500) : String(error);

async function putOff(mail: ClaimedMail, error: unknown, unsent: boolean, fields: LogFields): Promise<void> {
  const nowMs = systemClock.nowMs();
  const reason = reasonOf(error);
  const dueAtMs = nextTryMs(BACKOFF, mail.mailTries + 1, mail.createdAtMs, nowMs);
  if (dueAtMs === undefined) {
    await closeMail(mail, { mailFailedAtMs: nowMs, mailError: reason });
    return log('error', 'mail given up', fields, error);
  }
  await putOffMail(mail, dueAtMs, reason, unsent);
  log('warn', 'mail postponed', { ...fields, dueInMs: dueAtMs - nowMs }, error);
}
