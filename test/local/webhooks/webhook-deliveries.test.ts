// Deliveries: signed, at least once under one id, to public addresses only, retried until accepted.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/webhooks/contract.ts';
import { bound } from '../kit/aws.ts';
import { publish } from '../kit/bus.ts';
import { type Answer, newPerson, type Person } from '../kit/client.ts';
import { deliver } from '../kit/events.ts';
import { type Endpoint, isSigned, Receiver } from '../kit/receiver.ts';
import { documents } from '../notifications/placed-order.ts';
import {
  asMerchant,
  cancelledLike,
  confirmedFor,
  findWebhook,
  forget,
  got,
  logged,
  newWebhook,
  PLAN,
  sweepDeliveries,
} from './merchants-webhooks.ts';

const receiver = new Receiver();
let merchant: Person;

beforeAll(async () => {
  await receiver.listen();
  merchant = await newPerson('merchant');
});
afterAll(() => receiver.close());

describe('a delivery', () => {
  test('goes to the merchants of the order who asked for it, signed with the secret of each', async () => {
    const other = await newPerson('merchant');
    const [mine, theirs, strangers, uninterested] = [0, 1, 2, 3].map(() => receiver.endpoint()) as Endpoint[];
    const stranger = await newPerson('merchant');
    const webhook = await newWebhook(merchant, mine as Endpoint);
    const another = await newWebhook(other, theirs as Endpoint);
    await newWebhook(stranger, strangers as Endpoint);
    await newWebhook(other, uninterested as Endpoint, ['OrderConfirmed']);
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
    const [delivery] = await logged(merchant, webhook.webhookId, ([one]) => one?.status === 'DELIVERED');
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
    await forget(merchant, webhook.webhookId);
  });

  test('is made once for an event that is redelivered, in reverse, and to workers at the same time', async () => {
    const endpoint = receiver.endpoint();
    const { webhookId } = await newWebhook(merchant, endpoint);
    const confirmed = confirmedFor(merchant);
    const cancelled = cancelledLike(confirmed);
    await Promise.all([
      deliver(PLAN, [cancelled, confirmed, confirmed]),
      deliver(PLAN, [confirmed, cancelled]),
      ...Array.from({ length: 5 }, sweepDeliveries),
    ]);
    await Promise.all(Array.from({ length: 5 }, sweepDeliveries));
    await deliver(PLAN, [confirmed, cancelled]);
    const items = await logged(merchant, webhookId, (all) => all.every(({ status }) => status === 'DELIVERED'));
    expect(items.map(({ event, attempts }) => [event, attempts]).sort()).toEqual([
      ['OrderCancelled', 1],
      ['OrderConfirmed', 1],
    ]);
    expect(endpoint.received()).toHaveLength(2);
    await forget(merchant, webhookId);
  });

  test('that was answered 500 is tried again until it is taken, the same bytes under the same id', async () => {
    const endpoint = receiver.endpoint();
    const webhook = await newWebhook(merchant, endpoint);
    endpoint.answer(500);
    await deliver(PLAN, [confirmedFor(merchant)]);
    const [waiting] = await logged(merchant, webhook.webhookId, ([one]) => one?.attempts >= 2);
    expect(waiting).toMatchObject({ status: 'PENDING', responseStatus: 500, nextAttemptAt: expect.any(String) });
    endpoint.answer(204);
    const [delivery] = await logged(merchant, webhook.webhookId, ([one]) => one?.status === 'DELIVERED');
    expect(delivery).toMatchObject({ responseStatus: 204, nextAttemptAt: null });
    const received = endpoint.received();
    expect(received).toHaveLength(delivery.attempts);
    expect(new Set(received.map(({ body, headers }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    expect(received.map((one) => isSigned(one, webhook.secret))).toEqual(received.map(() => true));
    // An accepted delivery resets the failures.
    expect((await findWebhook(merchant, webhook.webhookId)).failures).toBe(0);
    await forget(merchant, webhook.webhookId);
  }, 90_000);

  test('follows no redirect, waits five seconds for an answer, and is told why it was not taken', async () => {
    const [away, elsewhere, silent] = [0, 1, 2].map(() => receiver.endpoint()) as [Endpoint, Endpoint, Endpoint];
    away.answer((response) => response.writeHead(307, { location: elsewhere.url }).end());
    silent.answer(() => {});
    const webhooks = [await newWebhook(merchant, away), await newWebhook(merchant, silent)];
    await deliver(PLAN, [confirmedFor(merchant)]);
    const attempted = ([one]: Answer['body'][]) => one?.attempts >= 1;
    const [[redirected], [unanswered]] = (await Promise.all(
      webhooks.map(({ webhookId }) => logged(merchant, webhookId, attempted)),
    )) as [Answer['body'][], Answer['body'][]];
    expect([redirected.responseStatus, redirected.status, redirected.error]).toEqual([
      307,
      'PENDING',
      `it redirects (307) to ${elsewhere.url}, which is not followed: register that address`,
    ]);
    expect([unanswered.responseStatus, unanswered.error]).toEqual([null, 'no answer within 5 s']);
    expect(elsewhere.received()).toEqual([]);
    for (const { webhookId } of webhooks) await forget(merchant, webhookId);
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
    // This machine's name stands for a name that now resolves to an internal address: no such name can be registered.
    const hosts = [hostname(), '127.0.0.1', '[::1]', '169.254.169.254'];
    for (const host of hosts) {
      const { webhookId } = await newWebhook(merchant, receiver.endpoint());
      const Item = {
        ...(await findWebhook(merchant, webhookId)),
        merchantId: merchant.userId,
        webhookId,
        secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      };
      await documents.send(new PutCommand({ TableName, Item: { ...Item, url: `http://${host}:${port}/` } }));
      await deliver(PLAN, [confirmedFor(merchant)]);
      const [delivery] = await logged(merchant, webhookId, ([one]) => one?.attempts >= 1);
      expect([host, delivery.error]).toEqual([host, 'the host resolves to a private address']);
      await forget(merchant, webhookId);
    }
    expect(connections).toBe(0);
    inside.close();
  }, 60_000);

  test('is sent again under its id when it is replayed, and its log comes in pages', async () => {
    const endpoint = receiver.endpoint();
    const { webhookId } = await newWebhook(merchant, endpoint);
    await deliver(PLAN, [confirmedFor(merchant)]);
    await deliver(PLAN, [confirmedFor(merchant)]);
    const items = await logged(
      merchant,
      webhookId,
      (all) => all.length === 2 && all.every(({ status }) => status === 'DELIVERED'),
    );
    const { deliveryId } = items[0];
    const answer = await asMerchant(merchant, 'POST', `/${webhookId}/deliveries/${deliveryId}/replay`);
    expect([answer.status, answer.body.status, answer.body.deliveryId]).toEqual([202, 'PENDING', deliveryId]);
    expect(await got(endpoint, 3)).toHaveLength(3);
    const again = await logged(merchant, webhookId, (all) => all.some(({ attempts }) => attempts === 2));
    expect(again.find((one) => one.deliveryId === deliveryId)).toMatchObject({ status: 'DELIVERED', attempts: 2 });
    expect(endpoint.received().filter(({ headers }) => headers['webhook-id'] === deliveryId)).toHaveLength(2);
    const first = await asMerchant(merchant, 'GET', `/${webhookId}/deliveries?limit=1`);
    const rest = await asMerchant(merchant, 'GET', `/${webhookId}/deliveries?limit=1&cursor=${first.body.cursor}`);
    expect([...first.body.items, ...rest.body.items].map((one) => one.deliveryId)).toEqual(
      items.map((one) => one.deliveryId),
    );
    expect((await asMerchant(merchant, 'POST', `/${webhookId}/deliveries/dl-nosuch/replay`)).body.code).toBe(
      'NOT_FOUND',
    );
    await forget(merchant, webhookId);
  }, 60_000);
});
