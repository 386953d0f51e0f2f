// Notifications: one an event with one mail each, however events arrive, readable by their owner only.
import { describe, expect, test } from '@jest/globals';
import { events as webhooks } from '../../../lambdas/webhooks/contract.ts';
import { publish } from '../kit/bus.ts';
import { type Answer, ask, eventually, newPerson, unique } from '../kit/client.ts';
import { deliver, envelopeOf } from '../kit/events.ts';
import { Receiver } from '../kit/receiver.ts';
import { buy, newShop, settled } from '../orders/shopping.ts';
import { got, newWebhook } from '../webhooks/merchants-webhooks.ts';
import { eventsOf, list, listed, mailed, mailsTo, NOTIFY, sweepMails } from './notices.ts';
import { lineOf, placedOrder } from './placed-order.ts';

test('an order causes a notification when placed and when confirmed, in the app and by mail with its lines and total, escaped', async () => {
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

test('a purchase notifies its buyer, with the bought products, and is delivered to its merchant', async () => {
  const receiver = new Receiver();
  await receiver.listen();
  try {
    const [buyer, shop] = [await newPerson(), await newShop(3)];
    const endpoint = receiver.endpoint();
    await newWebhook(shop.merchant, endpoint);
    const orderId = await buy(buyer, shop, 'pm_ok', 2);
    expect((await settled(buyer, orderId)).status).toBe('CONFIRMED');
    const [delivery] = await got(endpoint, 1);
    expect(JSON.parse(delivery?.body ?? '{}')).toMatchObject({ event: 'OrderConfirmed', data: { orderId } });
    const kinds = (await listed(buyer, 2)).map(({ kind, orderId: of }) => [kind, of]);
    expect(kinds.sort()).toEqual([
      ['orderConfirmed', orderId],
      ['orderPlaced', orderId],
    ]);
    const confirmed = (await mailed(buyer, 2)).find(({ subject }) => subject.includes('confirmed'));
    const total = `€${((2 * shop.priceCents) / 100).toFixed(2)}`;
    expect(confirmed?.text).toMatch(new RegExp(`2 × Thing \\w+: ${total}\n  Total ${total}`));
  } finally {
    receiver.close();
  }
}, 90_000);

test('events that are redelivered and in reverse, to consumers and senders at the same time, are one notification and one mail', async () => {
  const person = await newPerson();
  const { placed, cancelled } = eventsOf(person, await placedOrder(person.userId));
  const disabled = envelopeOf(webhooks.webhookDisabled, {
    webhookId: 'wh-1',
    merchantId: person.userId,
    url: 'https://a.example/<x>',
    reason: 'it failed.',
  });
  await deliver(NOTIFY, [cancelled, placed, placed]);
  await Promise.all([
    deliver(NOTIFY, [disabled, placed, cancelled]),
    deliver(NOTIFY, [placed, disabled, disabled]),
    ...Array.from({ length: 5 }, sweepMails),
  ]);
  await Promise.all(Array.from({ length: 5 }, sweepMails));
  await mailed(person, 3);
  await deliver(NOTIFY, [placed, cancelled, disabled]);
  await Promise.all(Array.from({ length: 3 }, sweepMails));
  expect((await listed(person, 3)).map(({ kind }) => kind).sort()).toEqual([
    'orderCancelled',
    'orderPlaced',
    'webhookDisabled',
  ]);
  expect((await mailsTo(person)).map(({ subject }) => subject.replace(/ \(.*/, '')).sort()).toEqual([
    'We have your order',
    'Your order was cancelled',
    'Your webhook was disabled',
  ]);
}, 60_000);

describe('preferences', () => {
  const off = { inApp: false, email: false };
  const both = { inApp: true, email: true };

  test('are everything at first; a channel that is off stays silent, also for redelivered events', async () => {
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
    await deliver(NOTIFY, [cancelled, confirmed, placed, confirmed, placed, cancelled]);
    expect((await mailed(person, 1)).map(({ subject }) => subject)).toEqual([expect.stringMatching(/confirmed/)]);
    await sweepMails();
    expect((await listed(person, 1)).map(({ kind }) => kind)).toEqual(['orderPlaced']);
    expect(await mailsTo(person)).toHaveLength(1);
    // A hidden notification cannot be marked as read.
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
  test('is newest first, in pages without gap or duplicate, and its cursor works for one user and one list only', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const { token } = person;
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const { placed } = eventsOf(person, `order${unique()}`);
      await deliver(NOTIFY, [placed]);
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
    await deliver(NOTIFY, [...events, others]);
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
