// Payments on the emulator: every test card end to end, the provider's webhooks, and provider failures.
// @runs alone payments: a try of the bank has three seconds, and others could open the breaker
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { bindings, paymentMethods } from '../../../lambdas/payments/contract.ts';
import { secretOfText } from '../../../lambdas/shared/base/text/standard-webhook.ts';
import { bound, secretOf } from '../kit/aws.ts';
import { ask, bounded, eventually, newPerson, root, unique } from '../kit/client.ts';
import * as pay from './paying.ts';

// Code of the Lambda reads these from its environment.
Object.assign(process.env, {
  AWS_ENDPOINT_URL: root.endpoint,
  AWS_REGION: root.region,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

describe('a payment', () => {
  test('is taken once and given back once with each test card, however often each is asked for', async () => {
    const story = async (method: string) => {
      const order = pay.newOrder(method);
      const first = await pay.authorise(order);
      const captures = await Promise.all([pay.capture(order), pay.capture(order)]);
      const again = await pay.authorise(order);
      const taken = await pay.bookings(order);
      const refunds = await Promise.all([pay.refund(order), pay.refund(order)]);
      const late = [await pay.refund(order), await pay.authorise(order), await pay.capture(order)];
      const ledger = await pay.ledgerOf(order);
      const amounts = [...ledger.authorisations, ...ledger.captures, ...ledger.refunds].map((each) => each.amountCents);
      const wrong = amounts.filter((cents) => cents !== order.amountCents);
      return [method, first, ...captures, again, taken, ...refunds, ...late, await pay.bookings(order), wrong.length];
    };
    const good = ['AUTHORISED', 'CAPTURED', 'CAPTURED', 'AUTHORISED', '1 1 0 0', 'REFUNDED', 'REFUNDED'];
    const bad = ['DECLINED', 'UNAVAILABLE', 'UNAVAILABLE', 'DECLINED', '0 0 0 0', 'NOTHING', 'NOTHING'];
    // Slow methods come first. Three lanes only, since every call may start an instance.
    const methods = paymentMethods.toSorted((x, y) => Number(/slow|lost/.test(y)) - Number(/slow|lost/.test(x)));
    expect(await bounded(3, methods, story)).toEqual(
      methods.map((method) =>
        method === 'pm_declined'
          ? [method, ...bad, 'NOTHING', 'DECLINED', 'UNAVAILABLE', '0 0 0 0', 0]
          : [method, ...good, 'REFUNDED', 'DECLINED', 'UNAVAILABLE', '1 1 0 1', 0],
      ),
    );
  }, 120_000);

  test('that is only authorised is voided, and cannot be captured any more', async () => {
    const order = pay.newOrder();
    await pay.authorise(order);
    expect(await pay.refund(order)).toBe('VOIDED');
    expect(await pay.capture(order)).toBe('UNAVAILABLE');
    expect(await pay.refund(order)).toBe('VOIDED');
    expect(await pay.bookings(order)).toBe('1 0 1 0');
  });

  test('that never was is given back as nothing, and an authorisation that comes later is refused', async () => {
    const order = pay.newOrder();
    expect(await pay.refund(order)).toBe('NOTHING');
    expect(await pay.authorise(order)).toBe('DECLINED');
    expect(await pay.capture(order)).toBe('UNAVAILABLE');
    expect(await pay.bookings(order)).toBe('0 0 0 0');
  });

  test('is captured and refunded at the same moment: nothing stays taken', async () => {
    for (let i = 0; i < 3; i += 1) {
      const order = pay.newOrder();
      await pay.authorise(order);
      await Promise.all([pay.capture(order), pay.refund(order), pay.capture(order)]);
      expect(await pay.refund(order)).toMatch(/VOIDED|REFUNDED/);
      expect(await pay.bookings(order)).toMatch(/^1 0 1 0$|^1 1 0 1$/);
    }
  });
});

describe('the ledger and the switch', () => {
  test('are for administrators only', async () => {
    const { token } = await newPerson();
    for (const path of ['/api/payments/ledger?orderId=order-1', '/api/faults/payments']) {
      expect((await ask('GET', path)).status).toBe(401);
      expect((await ask('GET', path, { token })).body.code).toBe('FORBIDDEN');
    }
    expect((await ask('PUT', '/api/faults/payments', { token, body: { kind: 'fail' } })).status).toBe(403);
  });

  test('the bank answers nobody without its key', async () => {
    for (const key of ['', 'guess']) {
      const { status, body } = await ask('GET', '/api/bank/charges/order-1', { headers: { 'x-api-key': key } });
      expect([status, body.code]).toEqual([401, 'WRONG_API_KEY']);
    }
  });
});

describe('a webhook', () => {
  let secret: string;
  beforeAll(async () => {
    secret = secretOfText(await secretOf('payments/http', bindings.providerWebhookSecret));
  });

  const about = ({ orderId }: pay.TestOrder, type: string) =>
    JSON.stringify({ event_id: `${orderId}.${type}.${unique()}`, type, reference: orderId, added_later: true });
  /** By the public library. */
  const sign = (body: string, atMs = Date.now(), key = secret, id = 'msg_1') => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(atMs / 1000)),
    'webhook-signature': new Webhook(key).sign(id, new Date(atMs), body),
  });
  const send = (body: string, headers: Record<string, string>) =>
    ask('POST', '/api/payments/webhooks', { body, headers, direct: true });

  test('that is forged, changed, unsigned or older than five minutes is refused, and changes nothing', async () => {
    const order = pay.newOrder();
    await pay.authorise(order);
    const body = about(order, 'charge.captured');
    const now = Date.now();
    const forgeries: [string, Record<string, string>][] = [
      [body, {}],
      [body, sign(body, now, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')],
      [body.replace('captured', 'refunded'), sign(body)],
      [body, { ...sign(body), 'webhook-timestamp': String(Math.floor(now / 1000) + 1) }],
      [body, { ...sign(body), 'webhook-id': 'msg_2' }],
      [body, { ...sign(body), 'webhook-signature': '' }],
      [body, sign(body, now - 5 * 60_000 - 5000)],
      [body, sign(body, now + 5 * 60_000 + 30_000)],
    ];
    for (const [text, headers] of forgeries) {
      const answer = await send(text, headers);
      expect([answer.status, answer.body.code]).toEqual([401, 'WEBHOOK_SIGNATURE_WRONG']);
    }
    expect(await pay.statusOf(order)).toBe('AUTHORISED');
  });

  test('is applied once: the same delivery again, and the same news in another one, are answered and do nothing', async () => {
    const order = pay.newOrder();
    await pay.authorise(order);
    const body = about(order, 'charge.captured');
    const headers = sign(body);
    expect((await send(body, headers)).body).toEqual({ taken: true });
    for (const again of [headers, sign(body, Date.now() + 1000), sign(body, Date.now(), secret, 'msg_2')]) {
      const duplicate = await send(body, again);
      expect([duplicate.status, duplicate.body]).toEqual([200, { taken: false }]);
    }
    const late = about(order, 'charge.authorized');
    expect((await send(late, sign(late))).body).toEqual({ taken: false });
    expect(await pay.statusOf(order)).toBe('CAPTURED');
  });

  test('about an unknown event or order is answered and does nothing', async () => {
    for (const body of [about(pay.newOrder(), 'charge.captured'), about(pay.newOrder(), 'dispute.opened')]) {
      const answer = await send(body, sign(body));
      expect([answer.status, answer.body]).toEqual([200, { taken: false }]);
    }
  });

  test('that comes before our own answer is believed', async () => {
    const order = pay.newOrder('pm_slow');
    let answered = false;
    const answer = pay.authorise(order).finally(() => {
      answered = true;
    });
    await eventually(
      () => pay.bookings(order),
      (booked) => booked === '1 0 0 0',
    );
    // The bank's own takes its queue, and answers after two seconds.
    const news = about(order, 'charge.authorized');
    await send(news, sign(news));
    expect([await pay.statusOf(order), answered]).toEqual(['AUTHORISED', false]);
    expect(await answer).toBe('AUTHORISED');
  });
});

test('the record of a payment accepts only valid next states, however many write it at once', async () => {
  process.env[bindings.paymentsTable] = await bound('payments/http', bindings.paymentsTable);
  const { paymentStore: store } = await import('../../../lambdas/payments/store.ts');
  const { orderId, userId, amountCents, correlationId } = pay.newOrder();
  const draft = { orderId, userId, amountCents, correlationId, status: 'AUTHORISING' } as const;
  // The schedule settles payments that are due now.
  const laterMs = Date.now() + 3_600_000;
  const begun = await Promise.all(Array.from({ length: 5 }, () => store.begin(draft)));
  expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect((await store.move(orderId, 'REFUNDED')).status).toBe('AUTHORISING');
  expect((await store.move(orderId, 'AUTHORISED')).status).toBe('AUTHORISED');
  expect(await store.move(orderId, 'UNDOING', laterMs)).toMatchObject({ status: 'UNDOING', dueAtMs: laterMs });
  expect((await store.move(orderId, 'CAPTURED')).status).toBe('UNDOING');
  await store.remind(orderId, 'AUTHORISING', laterMs + 1000);
  await store.remind(orderId, 'UNDOING', laterMs + 2000);
  const isDue = async (byMs: number) => (await store.due(byMs, 100)).some((payment) => payment.orderId === orderId);
  expect([await isDue(laterMs + 1999), await isDue(laterMs + 2000)]).toEqual([false, true]);
  const ends = (['VOIDED', 'REFUNDED', 'NOTHING'] as const).flatMap((to) => [to, to, to]);
  const moved = await Promise.all(ends.map((to) => store.move(orderId, to)));
  expect(new Set(moved.map(({ status }) => status)).size).toBe(1);
  expect(moved.some((payment) => 'dueAtMs' in payment)).toBe(false);
  expect(await isDue(laterMs + 2000)).toBe(false);
});
