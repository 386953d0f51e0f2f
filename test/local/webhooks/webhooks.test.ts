// Webhooks: ownership, allowed targets, and an unanswered webhook that is switched off with a notice.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sentMails } from '../../../cli/operate/mail.ts';
import { hostileUrls } from '../../hostile-urls.ts';
import { ask, eventually, newPerson, outputs, type Person, unique } from '../kit/client.ts';
import { deliver } from '../kit/events.ts';
import { isSigned, Receiver } from '../kit/receiver.ts';
import {
  asMerchant,
  bothEvents,
  confirmedFor,
  findWebhook,
  forget,
  got,
  logged,
  logOf,
  newWebhook,
  PLAN,
} from './merchants-webhooks.ts';

const receiver = new Receiver();
let merchant: Person;

beforeAll(async () => {
  await receiver.listen();
  merchant = await newPerson('merchant');
});
afterAll(() => receiver.close());

describe('a webhook', () => {
  test('shows its secret once, a retry of the same operation the same one', async () => {
    const { url } = receiver.endpoint();
    const key = { 'idempotency-key': unique() };
    const make = () => asMerchant(merchant, 'POST', '', { url, events: ['OrderConfirmed'] }, key);
    const [first, again] = [await make(), await make()];
    expect(first.body).toMatchObject({ url, events: ['OrderConfirmed'], enabled: true, failures: 0 });
    expect(first.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{48}$/);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const { secret: _, ...shown } = first.body;
    expect(await findWebhook(merchant, first.body.webhookId)).toEqual(shown);
    expect((await forget(merchant, first.body.webhookId)).status).toBe(204);
    expect(await findWebhook(merchant, first.body.webhookId)).toBeUndefined();
    expect((await forget(merchant, first.body.webhookId)).status).toBe(404);
  });

  test('is for merchants only, and nobody else’s to see, change, delete or replay', async () => {
    const [customer, other] = [await newPerson(), await newPerson('merchant')];
    const endpoint = receiver.endpoint();
    expect((await asMerchant(customer, 'POST', '', { url: endpoint.url, events: bothEvents })).body.code).toBe(
      'FORBIDDEN',
    );
    const { webhookId } = await newWebhook(merchant, endpoint);
    await deliver(PLAN, [confirmedFor(merchant)]);
    const [delivery] = await logged(merchant, webhookId, ([first]) => first?.status === 'DELIVERED');
    const tried = [
      await asMerchant(other, 'GET', `/${webhookId}/deliveries`),
      await asMerchant(other, 'POST', `/${webhookId}/enable`),
      await asMerchant(other, 'POST', `/${webhookId}/deliveries/${delivery.deliveryId}/replay`),
      await asMerchant(other, 'DELETE', `/${webhookId}`),
    ];
    expect(tried.map(({ body }) => body.code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
    expect((await asMerchant(other, 'GET')).body.items).toEqual([]);
    expect(await logOf(merchant, webhookId)).toEqual([delivery]);
    await forget(merchant, webhookId);
  });

  test('refuses an address that is not public, a port of another protocol, and an invalid list of events', async () => {
    const urls = hostileUrls.flatMap(([reason, all]) => (reason === 'own' ? [] : all.slice(0, 6)));
    const near = ['http://localhost:1/', outputs.webhookReceiver.replace('localhost', '127.0.0.1'), outputs.consoleUrl];
    for (const url of [...urls, ...near, 'https://example.com:25/', 'http://example.com:22/']) {
      const { status, body } = await asMerchant(merchant, 'POST', '', { url, events: bothEvents });
      expect([url.slice(0, 80), status, body.code]).toEqual([
        url.slice(0, 80),
        400,
        expect.stringMatching(/^(WEBHOOK_URL_NOT_ALLOWED|VALIDATION_FAILED)$/),
      ]);
    }
    for (const events of [[], ['OrderPlaced'], ['OrderConfirmed', 'OrderConfirmed'], 'OrderConfirmed'])
      expect((await asMerchant(merchant, 'POST', '', { url: 'https://example.com/', events })).body.code).toBe(
        'VALIDATION_FAILED',
      );
  }, 60_000);

  test('is one of ten at the most', async () => {
    const busy = await newPerson('merchant');
    for (let i = 0; i < 10; i += 1) await newWebhook(busy, receiver.endpoint());
    const { status, body } = await asMerchant(busy, 'POST', '', { url: receiver.endpoint().url, events: bothEvents });
    expect([status, body.code]).toEqual([409, 'TOO_MANY_WEBHOOKS']);
  });
});

test('a new secret signs beside the one it replaces, and only its answer shows it', async () => {
  const endpoint = receiver.endpoint();
  const old = await newWebhook(merchant, endpoint);
  const path = `/${old.webhookId}/secret`;
  const { status, body } = await asMerchant(merchant, 'POST', path);
  expect([status, body.webhookId, body.secret === old.secret]).toEqual([200, old.webhookId, false]);
  const left = Date.parse(body.formerSecretUntil) - Date.now();
  expect([left > 23 * 3_600_000, left <= 24 * 3_600_000]).toEqual([true, true]);
  await deliver(PLAN, [confirmedFor(merchant)]);
  const [delivery] = await got(endpoint, 1);
  expect(delivery && [body.secret, old.secret].map((secret) => isSigned(delivery, secret))).toEqual([true, true]);
  expect(JSON.stringify(await findWebhook(merchant, old.webhookId))).not.toMatch(/secret/i);
  const stranger = await newPerson('merchant');
  expect((await asMerchant(stranger, 'POST', path)).body.code).toBe('NOT_FOUND');
  await forget(merchant, old.webhookId);
});

test('an endpoint that answers 410 is gone: its webhook is disabled at once, and nothing is tried again', async () => {
  const endpoint = receiver.endpoint();
  const { webhookId } = await newWebhook(merchant, endpoint);
  endpoint.answer(410);
  await deliver(PLAN, [confirmedFor(merchant)]);
  const [delivery] = await logged(merchant, webhookId, ([one]) => one?.status === 'FAILED');
  expect(delivery).toMatchObject({ responseStatus: 410, attempts: 1, nextAttemptAt: null });
  expect(await findWebhook(merchant, webhookId)).toMatchObject({
    enabled: false,
    disabledReason: 'it answered 410, gone for good.',
  });
  await forget(merchant, webhookId);
});

test('a webhook without answers is disabled with a notice, receives nothing more, and can be enabled again', async () => {
  const owner = await newPerson('merchant');
  const endpoint = receiver.endpoint();
  const { webhookId, url } = await newWebhook(owner, endpoint);
  endpoint.answer(503);
  // The local target tolerates five failures (lib/target.ts); these happen at once, and each counts once.
  const events = Array.from({ length: 5 }, () => confirmedFor(owner));
  await deliver(PLAN, [...events]);
  const off = await eventually(
    () => findWebhook(owner, webhookId),
    ({ enabled }) => !enabled,
  );
  expect([off.enabled, off.failures]).toEqual([false, 5]);
  expect(off.disabledReason).toMatch(
    /^it failed 5 consecutive times since .*, most recently because it answered 503\.$/,
  );

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
  expect(mails.map(({ subject }) => subject)).toEqual(['Your webhook was disabled']);

  // Pending deliveries fail without a call, and later events make no delivery.
  const failed = await logged(owner, webhookId, (all) => all.every(({ status }) => status === 'FAILED'));
  expect(failed.map(({ status }) => status)).toEqual(Array(5).fill('FAILED'));
  const calls = endpoint.received().length;
  await deliver(PLAN, [confirmedFor(owner)]);
  expect(await logOf(owner, webhookId)).toHaveLength(5);
  const path = `/${webhookId}/deliveries/${failed[0].deliveryId}/replay`;
  expect((await asMerchant(owner, 'POST', path)).body.code).toBe('WEBHOOK_DISABLED');
  expect(endpoint.received()).toHaveLength(calls);

  endpoint.answer(200);
  const on = await asMerchant(owner, 'POST', `/${webhookId}/enable`);
  expect(on.body).toMatchObject({ enabled: true, failures: 0 });
  expect(on.body).not.toHaveProperty('disabledReason');
  expect((await asMerchant(owner, 'POST', path)).status).toBe(202);
  expect(await got(endpoint, calls + 1)).toHaveLength(calls + 1);
}, 120_000);
