// A payment provider that fails, hangs and recovers: the breaker, pending payments, and the requests that stay unaffected.
// @runs alone: the provider of payments fails for everybody meanwhile
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { paymentMethods } from '../../lambdas/payments/contract.ts';
import { ask, bounded, eventually, newLink, newPerson, root } from './client.ts';
import { npmRun } from './operator.ts';
import * as pay from './paying.ts';
import { buy, newShop, settled, stockOf } from './shopping.ts';

const THRESHOLD = 5;
beforeAll(pay.bankIsWell);
afterAll(pay.bankIsWell);

/** Outcomes of authorisations until the breaker opens. */
async function untilOpen(): Promise<(string | undefined)[]> {
  const outcomes: (string | undefined)[] = [];
  while ((await pay.breaker()).state === 'closed' && outcomes.length < 2 * THRESHOLD)
    outcomes.push(await pay.authorise(pay.newOrder()));
  return outcomes;
}

test('three failures are survived by retries; a longer failure is left open, and settled once the bank is back', async () => {
  const [captured, authorised, unknown, lucky] = [pay.newOrder(), pay.newOrder(), pay.newOrder(), pay.newOrder()];
  for (const order of [captured, authorised]) expect(await pay.authorise(order)).toBe('AUTHORISED');
  expect(await pay.capture(captured)).toBe('CAPTURED');
  await pay.switchFault({ kind: 'fail', times: 3 });
  expect(await pay.authorise(lucky)).toBe('AUTHORISED');
  await pay.switchFault({ kind: 'fail', seconds: 60 });
  expect(await pay.authorise(unknown)).toBe('UNAVAILABLE');
  expect(await pay.refund(captured)).toBe('PENDING');
  expect(await pay.refund(authorised)).toBe('PENDING');
  expect(await pay.capture(authorised)).toBe('UNAVAILABLE');
  const { body } = await ask('GET', '/api/payments/ledger?orderId=x', { token: await pay.adminToken(), direct: true });
  expect(body.code).toBe('PROVIDER_UNAVAILABLE');
  await pay.bankIsWell();
  const left = await eventually(pay.reconcile, (result) => result === '{"settled":0,"left":0}');
  expect(left).toBe('{"settled":0,"left":0}');
  expect(await Promise.all([captured, authorised, unknown, lucky].map(pay.statusOf))).toEqual([
    'REFUNDED',
    'VOIDED',
    'NOTHING',
    'AUTHORISED',
  ]);
  expect(await Promise.all([captured, authorised, unknown].map(pay.bookings))).toEqual([
    '1 1 0 1',
    '1 0 1 0',
    '0 0 0 0',
  ]);
  expect(await pay.authorise(unknown)).toBe('DECLINED');
});

test('the breaker opens at its threshold, answers at once, and one probe of many closes it again', async () => {
  await pay.switchFault({ kind: 'fail', seconds: 60 });
  const outcomes = await untilOpen();
  expect(new Set(outcomes)).toEqual(new Set(['UNAVAILABLE']));
  expect(outcomes.length).toBeLessThanOrEqual(THRESHOLD);
  const opened = await pay.breaker();
  expect(opened).toMatchObject({ state: 'open', failures: THRESHOLD });
  const startedAt = performance.now();
  const refused = pay.newOrder();
  expect(await pay.authorise(refused)).toBe('UNAVAILABLE');
  expect(performance.now() - startedAt).toBeLessThan(1500);
  // No payment was started, so there is nothing to ask the bank.
  expect(await pay.refund(refused)).toBe('NOTHING');
  await pay.switchFault({ kind: 'off' });
  await eventually(pay.breaker, ({ state }) => state === 'half-open');
  const probes = await Promise.all(Array.from({ length: 6 }, () => pay.authorise(pay.newOrder('pm_slow'))));
  expect(probes.sort()).toEqual(['AUTHORISED', ...Array(5).fill('UNAVAILABLE')]);
  expect(await pay.breaker()).toEqual({ state: 'closed', failures: 0, openedAt: null, nextProbeAt: null });
});

test('while the provider hangs, other routes are as fast as before', async () => {
  const PAYMENTS = 6;
  const payMany = () => Promise.all(Array.from({ length: PAYMENTS }, () => pay.authorise(pay.newOrder())));
  const person = await newPerson();
  const { code } = await newLink(person);
  const p95 = async () => {
    const times = await bounded(2, Array.from({ length: 40 }), async () => {
      const startedAt = performance.now();
      const { status } = await ask('GET', `/api/links/${code}`, { token: person.token, direct: true });
      expect(status).toBe(200);
      return performance.now() - startedAt;
    });
    return times.sort((a, b) => a - b)[37] as number;
  };
  // Starts the instances first, so that their start is not measured.
  await Promise.all([payMany(), p95()]);
  const before = Math.min(await p95(), await p95());
  await pay.switchFault({ kind: 'slow', delayMs: 2500, seconds: 60 });
  // Each round has payments of its own that hang, and ends before they are answered.
  const whileHanging = async () => {
    let answered = false;
    const payments = payMany().finally(() => {
      answered = true;
    });
    const times = await p95();
    expect(answered).toBe(false);
    expect(await payments).toEqual(Array(PAYMENTS).fill('AUTHORISED'));
    return times;
  };
  const during = Math.min(await whileHanging(), await whileHanging());
  expect(during).toBeLessThan(3 * before + 100);
  await pay.switchFault({ kind: 'off' });
});

test('npm run fault switches it from the command line, says what is on, and refuses what it does not know', async () => {
  expect((await npmRun('fault', 'payments', 'slow', '2s', 'for', '60s')).code).toBe(0);
  const { output } = await npmRun('fault');
  expect(output).toMatch(/payments\s+slow 2 s, \d+ s more/);
  expect((await npmRun('fault', 'payments', 'off')).code).toBe(0);
  expect((await npmRun('fault', 'links', 'fail', '2', 'times')).code).toBe(0);
  const { token } = await newPerson();
  const links = async () => (await ask('GET', '/api/links', { token, direct: true })).status;
  expect(await eventually(links, (status) => status === 503)).toBe(503);
  expect([await links(), await links()]).toEqual([503, 200]);
  expect((await npmRun('fault')).output).toMatch(/nothing is switched on.*payments/i);
  const refused = await npmRun('fault', 'nobody', 'off');
  expect([refused.code, refused.output]).toEqual([1, expect.stringMatching(/'nobody'.*links.*payments/s)]);
});

test('no log names how anybody pays', async () => {
  const logs = new CloudWatchLogsClient(root);
  const order = pay.newOrder('pm_flaky');
  await pay.authorise(order);
  await pay.capture(order);
  const lines: string[] = [];
  for (const name of ['authorise-payment', 'capture-payment', 'refund-payment', 'reconcile', 'http']) {
    const logGroupName = `/system-design/payments/${name}`;
    for await (const page of paginateFilterLogEvents({ client: logs }, { logGroupName }))
      lines.push(...(page.events ?? []).map(({ message = '' }) => message));
  }
  expect(lines.some((line) => line.includes(order.correlationId))).toBe(true);
  expect(lines.filter((line) => paymentMethods.some((method) => line.includes(method)))).toEqual([]);
});

test('orders placed meanwhile fail fast with a clear reason and charge nobody; once the bank is back they go through', async () => {
  const [shop, buyer] = await Promise.all([newShop(20), newPerson()]);
  await pay.switchFault({ kind: 'fail', seconds: 60 });
  await untilOpen();
  const startedAt = performance.now();
  const orderId = await buy(buyer, shop);
  expect(await settled(buyer, orderId)).toMatchObject({ status: 'CANCELLED', reason: 'PAYMENT_UNAVAILABLE' });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await stockOf(shop.productId)).toEqual({ available: 20, reserved: 0, sold: 0 });
  await pay.bankIsWell();
  const ledger = await ask('GET', `/api/payments/ledger?orderId=${orderId}`, {
    token: await pay.adminToken(),
    direct: true,
  });
  expect(ledger.body).toMatchObject({ captures: [], refunds: [] });
  const again = async () => (await settled(buyer, await buy(buyer, shop))).status;
  expect(await eventually(again, (status) => status === 'CONFIRMED', 60_000)).toBe('CONFIRMED');
}, 120_000);
