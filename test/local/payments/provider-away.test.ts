// A payment provider that fails and recovers: the breaker, and the payments that are left open.
// @runs alone payments: the provider of payments fails for everybody meanwhile
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { paymentMethods } from '../../../lambdas/payments/contract.ts';
import { ask, eventually, newPerson, root } from '../kit/client.ts';
import { npmRun } from '../kit/operator.ts';
import * as pay from './paying.ts';

beforeAll(pay.bankIsWell);
afterAll(pay.bankIsWell);

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
  const outcomes = await pay.untilOpen();
  expect(new Set(outcomes)).toEqual(new Set(['UNAVAILABLE']));
  expect(outcomes.length).toBeLessThanOrEqual(pay.THRESHOLD);
  const opened = await pay.breaker();
  expect(opened).toMatchObject({ state: 'open', failures: pay.THRESHOLD });
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

test('npm run fault switches it from the command line, says what is on, and refuses what it does not know', async () => {
  expect((await npmRun('fault', 'payments', 'slow', '2s', 'for', '60s')).code).toBe(0);
  const { output } = await npmRun('fault');
  expect(output).toMatch(/payments\s+slow 2 s, \d+ s more/);
  expect((await npmRun('fault', 'payments', 'off')).code).toBe(0);
  // A service that no file needs which runs at the same time.
  expect((await npmRun('fault', 'jobs', 'fail', '2', 'times')).code).toBe(0);
  const { token } = await newPerson();
  const jobs = async () => (await ask('GET', '/api/jobs', { token, direct: true })).status;
  expect(await eventually(jobs, (status) => status === 503)).toBe(503);
  expect([await jobs(), await jobs()]).toEqual([503, 200]);
  expect((await npmRun('fault')).output).toMatch(/no fault is active.*payments/i);
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
