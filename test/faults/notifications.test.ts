// The crash matrix of notifications and webhooks: every worker is killed before and after each of its AWS calls, and before and
// after the call of an endpoint. There is one notification and one delivery; a mail may be sent twice at one point only.
// @takes 210 s

import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sentMails } from '../../cli/operate/mail.ts';
import { bindings } from '../../lambdas/notifications/contract.ts';
import { events as orders } from '../../lambdas/orders/contract.ts';
import { bound, invoke, schedule } from '../local/kit/aws.ts';
import { publish } from '../local/kit/bus.ts';
import { type Answer, ask, eventually, newPerson, outputs, type Person } from '../local/kit/client.ts';
import { envelopeOf } from '../local/kit/events.ts';
import { type Endpoint, Receiver } from '../local/kit/receiver.ts';
import { documents, placedOrder } from '../local/notifications/placed-order.ts';
import { type Armed, arm, callsOf, disarm, expectAllFired, pointsOf } from './kit/arm.ts';
import type { Fault } from './kit/hook.ts';
import { seeded } from './kit/seeded.ts';

const KILLS = ['kill-before', 'kill-after'] as const;
/** A crashed worker's claim lasts 40 s; then the sweep, which the test calls itself, takes it. */
const LEASE_MS = 60_000;

const receiver = new Receiver();
const sweptByRule = ['notifications/send-mail', 'webhooks/deliver'];

/** The scheduled sweep's calls would mix with the counted ones, so the tests call the sweep themselves. */
async function schedules(on: boolean): Promise<void> {
  for (const id of sweptByRule) await schedule(id, on);
}

beforeAll(async () => {
  await receiver.listen();
  await schedules(false);
});
afterAll(async () => {
  disarm();
  receiver.close();
  await schedules(true);
});

interface Order {
  readonly person: Person;
  readonly endpoint: Endpoint;
  readonly webhookId: string;
  readonly orderId: string;
}

/** One person is customer and merchant of the order, so that one event is both notified and delivered. */
async function newOrder(): Promise<Order> {
  const person = await newPerson('merchant');
  const endpoint = receiver.endpoint();
  const body = { url: endpoint.url, events: ['OrderConfirmed'] };
  const { webhookId } = (await ask('POST', '/api/webhooks', { token: person.token, body })).body;
  return { person, endpoint, webhookId, orderId: await placedOrder(person.userId) };
}

const confirm = ({ person: { userId }, orderId }: Order) =>
  publish(envelopeOf(orders.orderConfirmed, { orderId, userId, merchantIds: [userId], totalCents: 1780 }));

const told = async ({ person: { token } }: Order): Promise<number> =>
  (await ask('GET', '/api/notifications', { token })).body.items.length;
const mails = async ({ person }: Order): Promise<number> => (await sentMails(outputs.endpoint, person.email)).length;
const log = async ({ person: { token }, webhookId }: Order): Promise<Answer['body'][]> =>
  (await ask('GET', `/api/webhooks/${webhookId}/deliveries`, { token })).body.items;

/** Whether the sender has recorded that the mail left; after that no other is sent. */
async function isNoted({ person }: Order): Promise<boolean> {
  const TableName = await bound('notifications/notify', bindings.notificationsTable);
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'userId = :userId',
      ExpressionAttributeValues: { ':userId': person.userId },
    }),
  );
  return Items.length > 0 && Items.every(({ mailedAtMs }) => mailedAtMs !== undefined);
}

const isDone = async (order: Order): Promise<boolean> => {
  const [notified, noted, [delivery]] = await Promise.all([told(order), isNoted(order), log(order)]);
  return notified > 0 && noted && delivery?.status === 'DELIVERED';
};
const done = (order: Order, withinMs?: number) => eventually(() => isDone(order), Boolean, withinMs);

/** Completes an order without faults: the function is then warm and has made all its calls. */
async function confirmedWhole(): Promise<void> {
  const order = await newOrder();
  await confirm(order);
  expect(await done(order)).toBe(true);
}

/** An endpoint's path differs for each order, so only the number of its call is compared. */
const OF_ENDPOINT = /^POST \/[0-9a-f]{12}$/;
const anyPath = ({ target = '', ...fault }: Fault): Fault => (OF_ENDPOINT.test(target) ? fault : { ...fault, target });

/** Kills the function at every call it makes for an order, one order each, and waits until each order is done anyway. */
async function crashed(functionId: string, sweepId?: string): Promise<{ order: Order; armed: Armed }[]> {
  await confirmedWhole();
  const calls = await callsOf(functionId, confirmedWhole);
  const cases: { order: Order; armed: Armed }[] = [];
  for (const fault of seeded(`crashes of ${functionId}`).shuffled(pointsOf(calls, KILLS))) {
    const order = await newOrder();
    const armed = arm(functionId, anyPath(fault));
    await confirm(order);
    await eventually(
      async () => armed.fired().length,
      (fired) => fired === 1,
    );
    disarm();
    cases.push({ order, armed });
    // The killed batch is redelivered at once: when a later order is done, so is this one, and its calls no longer count.
    await confirmedWhole();
  }
  expectAllFired(cases.map(({ armed }) => armed));
  for (const { order } of cases) {
    const end = await eventually(
      async () => {
        if (sweepId) await invoke(sweepId, {});
        return isDone(order);
      },
      Boolean,
      LEASE_MS,
    );
    expect([order.orderId, end]).toEqual([order.orderId, true]);
  }
  return cases;
}

/** Final notifications and deliveries, read again after a sweep, so that an extra one shows. */
async function ends(cases: readonly { order: Order }[]): Promise<{ told: number; log: Answer['body'][] }[]> {
  await invoke('notifications/send-mail', {});
  await invoke('webhooks/deliver', {});
  return Promise.all(cases.map(async ({ order }) => ({ told: await told(order), log: await log(order) })));
}

const once = (cases: readonly unknown[]) => cases.map(() => ({ told: 1, log: [expect.objectContaining({})] }));

test('one notification and one mail, wherever the consumer dies', async () => {
  const cases = await crashed('notifications/notify', 'notifications/send-mail');
  expect(await ends(cases)).toEqual(once(cases));
  expect(await Promise.all(cases.map(({ order }) => mails(order)))).toEqual(cases.map(() => 1));
}, 240_000);

test('one mail, wherever its sender dies; two only when it dies between the provider’s answer and its own note of it', async () => {
  const cases = await crashed('notifications/send-mail', 'notifications/send-mail');
  expect(await ends(cases)).toEqual(once(cases));
  const counts = await Promise.all(cases.map(async ({ order, armed }) => [...where(armed), await mails(order)]));
  expect(counts.filter(([, , count]) => count !== 1).sort()).toEqual([
    ['DynamoDB_20120810.UpdateItem', 'kill-before', 2],
    ['POST /v2/email/outbound-emails', 'kill-after', 2],
  ]);
}, 240_000);

test('one delivery in the log, wherever its planner dies', async () => {
  const cases = await crashed('webhooks/plan-deliveries');
  expect(await ends(cases)).toEqual(once(cases));
  for (const { order } of cases) expect(order.endpoint.received()).toHaveLength(1);
}, 240_000);

test('a delivery is taken under one id, wherever its sender dies; more often than once only when it died after the call', async () => {
  const cases = await crashed('webhooks/deliver', 'webhooks/deliver');
  expect(await ends(cases)).toEqual(once(cases));
  for (const { order } of cases)
    expect(new Set(order.endpoint.received().map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const counts = cases.map(({ order, armed }) => [...where(armed), order.endpoint.received().length]);
  expect(counts.filter(([, , count]) => count !== 1).sort()).toEqual([
    ['DynamoDB_20120810.UpdateItem', 'kill-before', 2],
    [expect.stringMatching(OF_ENDPOINT), 'kill-after', 2],
  ]);
}, 240_000);

const where = (armed: Armed): [string, string] => {
  const [{ target, kind } = { target: '', kind: '' }] = armed.fired();
  return [target, kind];
};

test('an answer of the provider that is lost makes at most one mail more, and never none', async () => {
  const order = await newOrder();
  const sendCall = (
    await callsOf('notifications/send-mail', async () => {
      const before = await newOrder();
      await confirm(before);
      expect(await done(before)).toBe(true);
    })
  ).findIndex((target) => /outbound-emails/.test(target));
  const armed = arm('notifications/send-mail', { call: sendCall + 1, kind: 'lost' });
  await confirm(order);
  await eventually(
    async () => armed.fired().length,
    (fired) => fired === 1,
  );
  disarm();
  const count = await eventually(
    async () => {
      await invoke('notifications/send-mail', {});
      return mails(order);
    },
    (sent) => sent === 2,
    45_000,
  );
  expectAllFired([armed]);
  expect(count).toBe(2);
}, 120_000);
