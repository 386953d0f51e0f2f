// Notifications: one an event and one mail for each, however events come; nobody else's to read; parked and redriven.
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { bindings } from '../../lambdas/notifications/contract.ts';
import { events as orders } from '../../lambdas/orders/contract.ts';
import { platformBindings } from '../../lambdas/shared/contract.ts';
import type { ParkedEvent } from '../../lambdas/shared/event-worker.ts';
import { events as webhooks } from '../../lambdas/webhooks/contract.ts';
import { sentMails } from '../../localstack/mail.ts';
import { bound, configure, invoke } from './aws.ts';
import { type Answer, ask, eventually, newPerson, outputs, type Person, root, unique } from './client.ts';
import { documents, lineOf, placedOrder } from './orders.ts';
import { consume, eventOf, publish } from './shop-events.ts';

const sqs = new SQSClient(root);
const NOTIFY = 'notifications/notify';
const sweep = () => invoke('notifications/send-mail', {});

const mailsTo = ({ email }: Person) => sentMails(outputs.endpoint, email);
const list = async ({ token }: Person, query = ''): Promise<Answer['body'][]> =>
  (await ask('GET', `/api/notifications?limit=100${query}`, { token })).body.items;
const listed = (person: Person, count: number) =>
  eventually(
    () => list(person),
    (items) => items.length >= count,
  );
const mailed = (person: Person, count: number) =>
  eventually(
    () => mailsTo(person),
    (mails) => mails.length >= count,
  );

/** The events of an order of this person that was confirmed, or cancelled. */
function eventsOf({ userId }: Person, orderId: string) {
  const data = { orderId, userId, merchantIds: ['m-1'], totalCents: 1780 };
  return {
    placed: eventOf(orders.orderPlaced, { orderId, userId }),
    confirmed: eventOf(orders.orderConfirmed, data),
    cancelled: eventOf(orders.orderCancelled, { ...data, reason: 'PAYMENT_DECLINED' }),
  };
}

test('an order placed and confirmed is told twice, in the app and by mail with its lines and total, escaped', async () => {
  const person = await newPerson();
  const lines = [lineOf({ name: '<b>Tea</b> & "Co"', quantity: 3, priceCents: 250 }), lineOf()];
  const orderId = await placedOrder(person.userId, lines);
  const { placed, confirmed } = eventsOf(person, orderId);
  await publish(placed, confirmed);
  expect((await listed(person, 2)).map(({ kind, orderId: of, readAt }) => [kind, of, readAt]).sort()).toEqual([
    ['orderConfirmed', orderId, null],
    ['orderPlaced', orderId, null],
  ]);
  const mails = await mailed(person, 2);
  expect(mails.map(({ subject }) => subject).sort()).toEqual([
    `We have your order (${orderId})`,
    `Your order is confirmed (${orderId})`,
  ]);
  for (const { from, to, text, html } of mails) {
    expect([from, to]).toEqual(['shop@shop.example', [person.email]]);
    expect(text).toContain('Hello A tester,');
    expect(text).toContain('  3 × <b>Tea</b> & "Co": €7.50\n  2 × Olive oil: €17.80\n  Total €25.30');
    expect(html).toContain('3 × &lt;b&gt;Tea&lt;/b&gt; &amp; &quot;Co&quot;');
    expect(html).toContain('Total €25.30');
  }
});

test('events that come again and in reverse, to consumers and senders at the same time, are one notification and one mail', async () => {
  const person = await newPerson();
  const { placed, cancelled } = eventsOf(person, await placedOrder(person.userId));
  const disabled = eventOf(webhooks.webhookDisabled, {
    webhookId: 'wh-1',
    merchantId: person.userId,
    url: 'https://a.example/<x>',
    reason: 'it failed.',
  });
  await consume(NOTIFY, cancelled, placed, placed);
  await Promise.all([
    consume(NOTIFY, disabled, placed, cancelled),
    consume(NOTIFY, placed, disabled, disabled),
    ...Array.from({ length: 5 }, sweep),
  ]);
  await Promise.all(Array.from({ length: 5 }, sweep));
  await mailed(person, 3);
  await consume(NOTIFY, placed, cancelled, disabled);
  await Promise.all(Array.from({ length: 3 }, sweep));
  expect((await listed(person, 3)).map(({ kind }) => kind).sort()).toEqual([
    'orderCancelled',
    'orderPlaced',
    'webhookDisabled',
  ]);
  expect((await mailsTo(person)).map(({ subject }) => subject.replace(/ \(.*/, '')).sort()).toEqual([
    'A webhook of yours was switched off',
    'We have your order',
    'Your order was cancelled',
  ]);
}, 60_000);

describe('preferences', () => {
  const off = { inApp: false, email: false };
  const both = { inApp: true, email: true };

  test('are everything at first; a channel that is off stays silent, also for events that come again', async () => {
    const person = await newPerson();
    const { token } = person;
    const first = await ask('GET', '/api/notifications/preferences', { token });
    expect(first.body).toEqual({
      orderPlaced: both,
      orderConfirmed: both,
      orderCancelled: both,
      webhookDisabled: both,
    });
    const body = {
      ...first.body,
      orderPlaced: { inApp: true, email: false },
      orderConfirmed: { inApp: false, email: true },
      orderCancelled: off,
    };
    expect((await ask('PUT', '/api/notifications/preferences', { token, body })).body).toEqual(body);
    expect((await ask('GET', '/api/notifications/preferences', { token })).body).toEqual(body);
    const { placed, confirmed, cancelled } = eventsOf(person, await placedOrder(person.userId));
    await consume(NOTIFY, cancelled, confirmed, placed, confirmed, placed, cancelled);
    expect((await mailed(person, 1)).map(({ subject }) => subject)).toEqual([expect.stringMatching(/confirmed/)]);
    await sweep();
    expect((await listed(person, 1)).map(({ kind }) => kind)).toEqual(['orderPlaced']);
    expect(await mailsTo(person)).toHaveLength(1);
    // What is not shown cannot be read either.
    expect((await ask('POST', `/api/notifications/${confirmed.id}/read`, { token })).status).toBe(404);
  });

  test('refuses what is incomplete or unknown', async () => {
    const { token } = await newPerson();
    for (const body of [{}, { orderPlaced: both }, { ...{ orderPlaced: both }, sms: both }]) {
      const { status } = await ask('PUT', '/api/notifications/preferences', { token, body });
      expect([body, status]).toEqual([body, 400]);
    }
  });
});

describe('a list', () => {
  test('is newest first, in pages without gap or double, its cursor nobody else’s and of no other list', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const { token } = person;
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { placed } = eventsOf(person, `order${unique()}`);
      await consume(NOTIFY, placed);
      ids.unshift(placed.id);
    }
    expect((await listed(person, 5)).map(({ notificationId }) => notificationId)).toEqual(ids);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await ask('GET', `/api/notifications?limit=2${cursor && `&cursor=${cursor}`}`, { token });
      seen.push(...body.items.map(({ notificationId }: Answer['body']) => notificationId));
      cursor = body.cursor ?? '';
      if (!cursor) break;
      const stolen = await ask('GET', `/api/notifications?cursor=${cursor}`, { token: other.token });
      const elsewhere = await ask('GET', `/api/notifications?unread=true&cursor=${cursor}`, { token });
      expect([stolen.body.code, elsewhere.body.code]).toEqual(['INVALID_CURSOR', 'INVALID_CURSOR']);
    } while (cursor);
    expect(seen).toEqual(ids);
  });

  test('of unread ones loses what is read, one by one or all; another user’s stays as it is', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const events = [0, 1, 2].map(() => eventsOf(person, `order${unique()}`).placed);
    const others = eventsOf(other, `order${unique()}`).placed;
    await consume(NOTIFY, ...events, others);
    await listed(person, 3);
    await listed(other, 1);
    const read = (id: string) => ask('POST', `/api/notifications/${id}/read`, { token: person.token });
    const unread = (count: number) =>
      eventually(
        () => list(person, '&unread=true'),
        (items) => items.length === count,
      );
    expect(await unread(3)).toHaveLength(3);
    expect((await read(String(events[0]?.id))).status).toBe(204);
    expect((await read(String(events[0]?.id))).status).toBe(204);
    expect((await read(others.id)).body.code).toBe('NOT_FOUND');
    expect((await read('OrderPlaced-nosuch')).body.code).toBe('NOT_FOUND');
    expect((await unread(2)).map(({ notificationId }) => notificationId)).not.toContain(events[0]?.id);
    const all = await ask('POST', '/api/notifications/read-all', { token: person.token });
    expect([all.status, all.body]).toEqual([200, { read: 2, more: false }]);
    expect(await unread(0)).toEqual([]);
    const mine = await eventually(
      () => list(person),
      (items) => items.every(({ readAt }) => readAt),
    );
    expect(mine.map(({ readAt }) => typeof readAt)).toEqual(['string', 'string', 'string']);
    expect((await list(other, '&unread=true')).map(({ notificationId }) => notificationId)).toEqual([others.id]);
  });
});

test('a mail that the provider refuses is sent later, and once', async () => {
  const person = await newPerson();
  const orderId = await placedOrder(person.userId);
  const undo = await configure('notifications/send-mail', { [bindings.sender]: 'nobody@unverified.example' });
  const { confirmed } = eventsOf(person, orderId);
  try {
    await consume(NOTIFY, confirmed);
    const error = await eventually(
      async () => (await kept(person, confirmed.id)).mailError,
      (text) => text !== undefined,
    );
    expect(error).toMatch(/MessageRejected/);
  } finally {
    await undo();
  }
  const mails = await eventually(
    async () => {
      await sweep();
      return mailsTo(person);
    },
    ({ length }) => length > 0,
    40_000,
  );
  expect(mails).toHaveLength(1);
  expect((await kept(person, confirmed.id)).mailTries).toBeGreaterThanOrEqual(1);
}, 90_000);

test('to an account that is gone nothing is sent, and nothing is tried again', async () => {
  const gone = { userId: `gone-${unique()}`, email: 'nobody@example.com' } as Person;
  const { confirmed } = eventsOf(gone, `order${unique()}`);
  await consume(NOTIFY, confirmed);
  const item = await eventually(
    () => kept(gone, confirmed.id),
    ({ mailFailedAtMs }) => mailFailedAtMs !== undefined,
  );
  expect([item.mailError, item.mailQueue]).toEqual(['the account is gone', undefined]);
});

describe('a poison event', () => {
  const parking = async () => bound(NOTIFY, platformBindings.parkingQueue);

  /** Takes the parked message that holds this text out of the queue. */
  async function parkedWith(text: string, withinMs = 20_000): Promise<ParkedEvent | undefined> {
    const QueueUrl = await parking();
    return eventually(
      async () => {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 1 }),
        );
        const found = Messages.find(({ Body = '' }) => Body.includes(text));
        if (!found) return undefined;
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: found.ReceiptHandle }));
        return JSON.parse(found.Body ?? '') as ParkedEvent;
      },
      (parked) => parked !== undefined,
      withinMs,
    );
  }

  test('that cannot be read is parked with its reason, and its neighbours are told', async () => {
    const person = await newPerson();
    const { placed } = eventsOf(person, `order${unique()}`);
    const poison = eventOf(orders.orderPlaced, { orderId: 'x' } as never);
    await publish(poison, placed);
    expect((await parkedWith(poison.id))?.reason).toMatch(/userId/);
    expect(await listed(person, 1)).toHaveLength(1);
  });

  test('that cannot be handled is parked with its reason, and told once after the fix, however often it is put back', async () => {
    const person = await newPerson();
    const { placed } = eventsOf(person, await placedOrder(person.userId));
    const undo = await configure(NOTIFY, { [bindings.notificationsTable]: 'no-such-table' });
    let parked: ParkedEvent | undefined;
    try {
      await publish(placed);
      parked = await parkedWith(placed.id, 60_000);
    } finally {
      await undo();
    }
    expect(parked?.reason).toMatch(/ResourceNotFound|AccessDenied/);
    expect(await list(person)).toEqual([]);
    const QueueUrl = await bound(NOTIFY, platformBindings.eventQueue);
    for (const MessageBody of [parked?.body, parked?.body])
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    expect(await listed(person, 1)).toHaveLength(1);
    expect(await mailed(person, 1)).toHaveLength(1);
    await sweep();
    expect([(await list(person)).length, (await mailsTo(person)).length]).toEqual([1, 1]);
  }, 120_000);
});

async function kept(
  { userId }: Person,
  notificationId: string,
): Promise<Record<string, unknown> & { mailTries: number }> {
  const TableName = await bound(NOTIFY, bindings.notificationsTable);
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { userId, notificationId } }));
  return (Item ?? {}) as Record<string, unknown> & { mailTries: number };
}
