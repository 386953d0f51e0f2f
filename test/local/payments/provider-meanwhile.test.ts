// While the payment provider hangs or fails, other requests are as fast as before, and orders are told at once.
// @runs alone: it compares times, and its orders need every service
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, bounded, eventually, newLink, newPerson } from '../kit/client.ts';
import { buy, newShop, settled, stockOf } from '../orders/shopping.ts';
import * as pay from './paying.ts';

beforeAll(pay.bankIsWell);
afterAll(pay.bankIsWell);

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

test('orders placed meanwhile fail fast with a clear reason and charge nobody; once the bank is back they go through', async () => {
  const [shop, buyer] = await Promise.all([newShop(20), newPerson()]);
  await pay.switchFault({ kind: 'fail', seconds: 60 });
  await pay.untilOpen();
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
