// A person's notifications in the app and by mail, and the events that cause them.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type SentMail, sentMails } from '../../../cli/operate/mail.ts';
import { bindings } from '../../../lambdas/notifications/contract.ts';
import { events as orders } from '../../../lambdas/orders/contract.ts';
import { bound, invoke } from '../kit/aws.ts';
import { type Answer, ask, eventually, outputs, type Person } from '../kit/client.ts';
import { envelopeOf } from '../kit/events.ts';
import { documents } from './placed-order.ts';

export const NOTIFY = 'notifications/notify';

/** Runs the minute's sweep, which sends due mails. */
export const sweepMails = () => invoke('notifications/send-mail', {});

export const mailsTo = ({ email }: Person): Promise<SentMail[]> => sentMails(outputs.endpoint, email);
export const list = async ({ token }: Person, query = ''): Promise<Answer['body'][]> =>
  (await ask('GET', `/api/notifications?limit=100${query}`, { token })).body.items;
export const listed = (person: Person, count: number): Promise<Answer['body'][]> =>
  eventually(
    () => list(person),
    (items) => items.length >= count,
  );
export const mailed = (person: Person, count: number): Promise<SentMail[]> =>
  eventually(
    () => mailsTo(person),
    (mails) => mails.length >= count,
  );

/** Events of a confirmed and of a cancelled order of this person. */
export function eventsOf({ userId }: Person, orderId: string) {
  const data = { orderId, userId, merchantIds: ['m-1'], totalCents: 1780 };
  return {
    placed: envelopeOf(orders.orderPlaced, { orderId, userId }),
    confirmed: envelopeOf(orders.orderConfirmed, data),
    cancelled: envelopeOf(orders.orderCancelled, { ...data, reason: 'PAYMENT_DECLINED' as const }),
  };
}

/** The notification's item in the table; empty when there is none. */
export async function kept(
  { userId }: Person,
  notificationId: string,
): Promise<Record<string, unknown> & { mailTries: number }> {
  const TableName = await bound(NOTIFY, bindings.notificationsTable);
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { userId, notificationId } }));
  return (Item ?? {}) as Record<string, unknown> & { mailTries: number };
}
