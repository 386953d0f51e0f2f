// A payment provider that hangs does not slow down what has nothing to do with payments.
// @runs alone: it compares times, which other files would change
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, bounded, newLink, newPerson } from '../kit/client.ts';
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
