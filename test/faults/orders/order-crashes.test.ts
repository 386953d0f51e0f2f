// Crashes at every point of a saga: no customer pays for nothing, and nothing is sold twice.
// @takes 110 s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { killEverywhere, Market } from './market.ts';

let market: Market;
beforeAll(async () => {
  market = await Market.open(20);
}, 120_000);

describe('an order ends as it must, wherever a task of its saga dies:', () => {
  test.each([
    'inventory/reserve-stock',
    'payments/authorise-payment',
    'inventory/confirm-stock',
    'payments/capture-payment',
    'orders/record-step',
  ])(
    '%s',
    async (functionId) => {
      const { orders } = await killEverywhere(market, functionId, () => market.place());
      // A single crash never cancels an order.
      expect(orders.filter(({ status }) => status !== 'CONFIRMED')).toEqual([]);
    },
    300_000,
  );
});
