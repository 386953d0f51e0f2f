// Outbound webhooks: signed, at least once under one id, to public addresses only, switched off when nobody takes them.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { events as orders } from '../../lambdas/orders/contract.ts';
import { bindings } from '../../lambdas/webhooks/contract.ts';
import { sentMails } from '../../localstack/mail.ts';
import { hostileUrls } from '../hostile-urls.ts';
import { bound, invoke } from './aws.ts';
import { type Answer, ask, eventually, newPerson, outputs, type Person, unique } from './client.ts';
import { documents } from './orders.ts';
import { type Endpoint, isSigned, Receiver } from './receiver.ts';
import { consume, eventOf, publish } from './shop-events.ts';

const PLAN = 'webhooks/plan-deliveries';
const sweep = () => invoke('webhooks/deliver', {});
const both = ['OrderConfirmed', 'OrderCancelled'];
const receiver = new Receiver();
let merchant: Person;

beforeAll(async () => {
  await receiver.listen();
  merchant = await newPerson('merchant');
});
afterAll(() => receiver.close());

type Method = Parameters<typeof ask>[0];
const as = (person: Person, method: Method, path = '', body?: unknown, headers = {}) =>
  ask(method, `/api/webhooks${path}`, { token: person.token, body, headers });

async function newWebhook(endpoint: Endpoint, person = merchant, events = both): Promise<Answer['body']> {
  const { status, body } = await as(person, 'POST', '', { url: endpoint.url, events });
  if (status !== 201) throw new Error(`the webhook was refused with ${status}: ${JSON.stringify(body)}`);
  return body;
}

const confirmedFor = (...merchants: readonly Person[]) =>
  eventOf(orders.orderConfirmed, {
    orderId: unique(),
    userId: 'u-1',
    merchantIds: merchants.map(({ userId }) => userId),
    totalCents: 1780,
  });
const cancelledLike = ({ data }: ReturnType<typeof confirmedFor>) =>
  eventOf(orders.orderCancelled, { ...data, reason: 'OUT_OF_STOCK' });

const log = async (webhookId: string, person = merchant): Promise<Answer['body'][]> =>
  (await as(person, 'GET', `/${webhookId}/deliveries?limit=100`)).body.items;
/** The log once it is `so`, with what is due tried again meanwhile. */
const logged = (webhookId: string, so: (items: Answer['body'][]) => boolean, person = merchant) =>
  eventually(
    async () => {
      await sweep();
      return log(webhookId, person);
    },
    so,
    40_000,
  );
const got = (endpoint: Endpoint, count: number) =>
  eventually(
    async () => endpoint.received(),
    (received) => received.length >= count,
  );
const find = async (webhookId: string, person = merchant): Promise<Answer['body']> =>
  (await as(person, 'GET')).body.items.find((webhook: Answer['body']) => webhook.webhookId === webhookId);
const forget = (webhookId: string, person = merchant) => as(person, 'DELETE', `/${webhookId}`);

describe('a webhook', () => {
  test('shows its secret once, a retry of the same operation the same one', async () => {
    const { url } = receiver.endpoint();
    const key = { 'idempotency-key': unique() };
    const make = () => as(merchant, 'POST', '', { url, events: ['OrderConfirmed'] }, key);
    const [first, again] = [await make(), await make()];
    expect(first.body).toMatchObject({ url, events: ['OrderConfirmed'], enabled: true, failures: 0 });
    expect(first.body.secret).toMatch(/^whsec_[\w-]{43}$/);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const { secret: _, ...shown } = first.body;
    expect(await find(first.body.webhookId)).toEqual(shown);
    expect((await forget(first.body.webhookId)).status).toBe(204);
    expect(await find(first.body.webhookId)).toBeUndefined();
    expect((await forget(first.body.webhookId)).status).toBe(404);
  });

  test('is for merchants only, and nobody else’s to see, change, delete or replay', async () => {
    const [customer, other] = [await newPerson(), await newPerson('merchant')];
    const endpoint = receiver.endpoint();
    expect((await as(customer, 'POST', '', { url: endpoint.url, events: both })).body.code).toBe('FORBIDDEN');
    const { webhookId } = await newWebhook(endpoint);
    await consume(PLAN, confirmedFor(merchant));
    const [delivery] = await logged(webhookId, ([first]) => first?.status === 'DELIVERED');
    const tried = [
      await as(other, 'GET', `/${webhookId}/deliveries`),
      await as(other, 'POST', `/${webhookId}/enable`),
      await as(other, 'POST', `/${webhookId}/deliveries/${delivery.deliveryId}/replay`),
      await as(other, 'DELETE', `/${webhookId}`),
    ];
    expect(tried.map(({ body }) => body.code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    expect((await as(other, 'GET')).body.items).toEqual([]);
    expect(await log(webhookId)).toEqual([delivery]);
    await forget(webhookId);
  });

  test('refuses an address that is not public, a port of another protocol, and what is no list of events', async () => {
    const urls = hostileUrls.flatMap(([reason, all]) => (reason === 'own' ? [] : all.slice(0, 6)));
    const near = ['http://localhost:1/', outputs.webhookReceiver.replace('localhost', '127.0.0.1'), outputs.consoleUrl];
    for (const url of [...urls, ...near, 'https://example.com:25/', 'http://example.com:22/']) {
      const { status, body } = await as(merchant, 'POST', '', { url, events: both });
      expect([url.slice(0, 80), status, body.code]).toEqual([
        url.slice(0, 80),
        400,
        expect.stringMatching(/^(WEBHOOK_URL_NOT_ALLOWED|VALIDATION_FAILED)$/),
      ]);
    }
    for (const events of [[], ['OrderPlaced'], ['OrderConfirmed', 'OrderConfirmed'], 'OrderConfirmed'])
      expect((await as(merchant, 'POST', '', { url: 'https://example.com/', events })).body.code).toBe(
        'VALIDATION_FAILED',
      );
  }, 60_000);

  test('is one of ten at the most', async () => {
    const busy = await newPerson('merchant');
    for (let i = 0; i < 10; i += 1) await newWebhook(receiver.endpoint(), busy);
    const { status, body } = await as(busy, 'POST', '', { url: receiver.endpoint().url, events: both });
    expect([status, body.code]).toEqual([409, 'TOO_MANY_WEBHOOKS']);
  });
});

describe('a delivery', () => {
  test('goes to the merchants of the order who asked for it, signed with the secret of each', async () => {
    const other = await newPerson('merchant');
    const [mine, theirs, strangers, uninterested] = [0, 1, 2, 3].map(() => receiver.endpoint()) as Endpoint[];
    const stranger = await newPerson('merchant');
    const webhook = await newWebhook(mine as Endpoint);
    const another = await newWebhook(theirs as Endpoint, other);
    await newWebhook(strangers as Endpoint, stranger);
    await newWebhook(uninterested as Endpoint, other, ['OrderConfirmed']);
    const event = cancelledLike(confirmedFor(merchant, other));
    await publish(event);
    const [[first], [second]] = [await got(mine as Endpoint, 1), await got(theirs as Endpoint, 1)];
    expect(first && JSON.parse(first.body)).toEqual({
      deliveryId: first?.headers['webhook-id'],
      event: 'OrderCancelled',
      version: 1,
      occurredAt: event.time,
      data: { orderId: event.data.orderId, reason: 'OUT_OF_STOCK' },
    });
    expect(first && [isSigned(first, webhook.secret), isSigned(first, another.secret)]).toEqual([true, false]);
    expect(second && [isSigned(second, webhook.secret), isSigned(second, another.secret)]).toEqual([false, true]);
    expect(first && isSigned({ ...first, body: `${first.body} ` }, webhook.secret)).toBe(false);
    const [delivery] = await logged(webhook.webhookId, ([one]) => one?.status === 'DELIVERED');
    expect(delivery).toMatchObject({
      deliveryId: first?.headers['webhook-id'],
      event: 'OrderCancelled',
      orderId: event.data.orderId,
      attempts: 1,
      responseStatus: 200,
      error: null,
      nextAttemptAt: null,
    });
    expect([strangers?.received(), uninterested?.received()]).toEqual([[], []]);
    await forget(webhook.webhookId);
  });

  test('is made once for an event that comes again, in reverse, and to workers at the same time', async () => {
    const endpoint = receiver.endpoint();
    const { webhookId } = await newWebhook(endpoint);
    const confirmed = confirmedFor(merchant);
    const cancelled = cancelledLike(confirmed);
    await Promise.all([
      consume(PLAN, cancelled, confirmed, confirmed),
      consume(PLAN, confirmed, cancelled),
      ...Array.from({ length: 5 }, sweep),
    ]);
    await Promise.all(Array.from({ length: 5 }, sweep));
    await consume(PLAN, confirmed, cancelled);
    const items = await logged(webhookId, (all) => all.every(({ status }) => status === 'DELIVERED'));
    expect(items.map(({ event, attempts }) => [event, attempts]).sort()).toEqual([
      ['OrderCancelled', 1],
      ['OrderConfirmed', 1],
    ]);
    expect(endpoint.received()).toHaveLength(2);
    await forget(webhookId);
  });

  test('that was answered 500 is tried again until it is taken, the same bytes under the same id', async () => {
    const endpoint = receiver.endpoint();
    const webhook = await newWebhook(endpoint);
    endpoint.answer(500);
    await consume(PLAN, confirmedFor(merchant));
    const [waiting] = await logged(webhook.webhookId, ([one]) => one?.attempts >= 2);
    expect(waiting).toMatchObject({ status: 'PENDING', responseStatus: 500, nextAttemptAt: expect.any(String) });
    endpoint.answer(204);
    const [delivery] = await logged(webhook.webhookId, ([one]) => one?.status === 'DELIVERED');
    expect(delivery).toMatchObject({ responseStatus: 204, nextAttemptAt: null });
    const received = endpoint.received();
    expect(received).toHaveLength(delivery.attempts);
    expect(new Set(received.map(({ body, headers }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    expect(received.map((one) => isSigned(one, webhook.secret))).toEqual(received.map(() => true));
    // Taken once, its failures are forgotten.
    expect((await find(webhook.webhookId)).failures).toBe(0);
    await forget(webhook.webhookId);
  }, 90_000);

  test('follows no redirect, waits five seconds for an answer, and is told why it was not taken', async () => {
    const [away, elsewhere, silent] = [0, 1, 2].map(() => receiver.endpoint()) as [Endpoint, Endpoint, Endpoint];
    away.answer((response) => response.writeHead(307, { location: elsewhere.url }).end());
    silent.answer(() => {});
    const webhooks = [await newWebhook(away), await newWebhook(silent)];
    await consume(PLAN, confirmedFor(merchant));
    const attempted = ([one]: Answer['body'][]) => one?.attempts >= 1;
    const [[redirected], [unanswered]] = (await Promise.all(
      webhooks.map(({ webhookId }) => logged(webhookId, attempted)),
    )) as [Answer['body'][], Answer['body'][]];
    expect([redirected.responseStatus, redirected.status]).toEqual([307, 'PENDING']);
    expect([unanswered.responseStatus, unanswered.error]).toEqual([null, 'no answer within 5 s']);
    expect(elsewhere.received()).toEqual([]);
    for (const { webhookId } of webhooks) await forget(webhookId);
  }, 60_000);

  test('does not reach a private address, although its name was public when it was registered', async () => {
    let connections = 0;
    const inside = http
      .createServer((_, response) => response.end())
      .on('connection', () => {
        connections += 1;
      });
    await new Promise<void>((resolve) => inside.listen(0, resolve));
    const { port } = inside.address() as AddressInfo;
    const TableName = await bound('webhooks/http', bindings.webhooksTable);
    // The name of this machine stands for one whose owner has it point inside now: no such name can be registered.
    const hosts = [hostname(), '127.0.0.1', '[::1]', '169.254.169.254'];
    for (const host of hosts) {
      const { webhookId } = await newWebhook(receiver.endpoint());
      const Item = { ...(await find(webhookId)), merchantId: merchant.userId, webhookId, secret: 'whsec_x' };
      await documents.send(new PutCommand({ TableName, Item: { ...Item, url: `http://${host}:${port}/` } }));
      await consume(PLAN, confirmedFor(merchant));
      const [delivery] = await logged(webhookId, ([one]) => one?.attempts >= 1);
      expect([host, delivery.error]).toEqual([host, 'the host resolves to a private address']);
      await forget(webhookId);
    }
    expect(connections).toBe(0);
    inside.close();
  }, 60_000);

  test('is sent again under its id when it is replayed, and its log comes in pages', async () => {
    const endpoint = receiver.endpoint();
    const { webhookId } = await newWebhook(endpoint);
    await consume(PLAN, confirmedFor(merchant));
    await consume(PLAN, confirmedFor(merchant));
    const items = await logged(
      webhookId,
      (all) => all.length === 2 && all.every(({ status }) => status === 'DELIVERED'),
    );
    const { deliveryId } = items[0];
    const answer = await as(merchant, 'POST', `/${webhookId}/deliveries/${deliveryId}/replay`);
    expect([answer.status, answer.body.status, answer.body.deliveryId]).toEqual([202, 'PENDING', deliveryId]);
    expect(await got(endpoint, 3)).toHaveLength(3);
    const again = await logged(webhookId, (all) => all.some(({ attempts }) => attempts === 2));
    expect(again.find((one) => one.deliveryId === deliveryId)).toMatchObject({ status: 'DELIVERED', attempts: 2 });
    expect(endpoint.received().filter(({ headers }) => headers['webhook-id'] === deliveryId)).toHaveLength(2);
    const first = await as(merchant, 'GET', `/${webhookId}/deliveries?limit=1`);
    const rest = await as(merchant, 'GET', `/${webhookId}/deliveries?limit=1&cursor=${first.body.cursor}`);
    expect([...first.body.items, ...rest.body.items].map((one) => one.deliveryId)).toEqual(
      items.map((one) => one.deliveryId),
    );
    expect((await as(merchant, 'POST', `/${webhookId}/deliveries/dl-nosuch/replay`)).body.code).toBe('NOT_FOUND');
    await forget(webhookId);
  }, 60_000);
});

test('a webhook that nobody answers is switched off with a notice, gets nothing more, and can be switched on again', async () => {
  const owner = await newPerson('merchant');
  const endpoint = receiver.endpoint();
  const { webhookId, url } = await newWebhook(endpoint, owner);
  endpoint.answer(503);
  // Five failures are borne on the local target (lib/target.ts); these come at the same moment, and each counts once.
  const events = Array.from({ length: 5 }, () => confirmedFor(owner));
  await consume(PLAN, ...events);
  const off = await eventually(
    () => find(webhookId, owner),
    ({ enabled }) => !enabled,
  );
  expect([off.enabled, off.failures]).toEqual([false, 5]);
  expect(off.disabledReason).toMatch(/^it failed 5 times in a row since .*, at last because it answered 503\.$/);

  const notices = await eventually(
    async () => (await ask('GET', '/api/notifications', { token: owner.token })).body.items,
    ({ length }) => length > 0,
  );
  expect(notices).toEqual([expect.objectContaining({ kind: 'webhookDisabled', webhookId })]);
  expect(notices[0].text).toContain(url);
  const mails = await eventually(
    () => sentMails(outputs.endpoint, owner.email),
    ({ length }) => length > 0,
  );
  expect(mails.map(({ subject }) => subject)).toEqual(['A webhook of yours was switched off']);

  // What was still to be tried fails without a call, and later events make no delivery.
  const failed = await logged(webhookId, (all) => all.every(({ status }) => status === 'FAILED'), owner);
  expect(failed.map(({ status }) => status)).toEqual(Array(5).fill('FAILED'));
  const calls = endpoint.received().length;
  await consume(PLAN, confirmedFor(owner));
  expect(await log(webhookId, owner)).toHaveLength(5);
  const path = `/${webhookId}/deliveries/${failed[0].deliveryId}/replay`;
  expect((await as(owner, 'POST', path)).body.code).toBe('WEBHOOK_DISABLED');
  expect(endpoint.received()).toHaveLength(calls);

  endpoint.answer(200);
  const on = await as(owner, 'POST', `/${webhookId}/enable`);
  expect(on.body).toMatchObject({ enabled: true, failures: 0 });
  expect(on.body).not.toHaveProperty('disabledReason');
  expect((await as(owner, 'POST', path)).status).toBe(202);
  expect(await got(endpoint, calls + 1)).toHaveLength(calls + 1);
}, 120_000);
