// Crashes at every point of a saga that takes back: each step is undone once, in reverse order.
// @takes 190 s
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../../local/kit/client.ts';
import { orderOf, typesOf } from '../../local/orders/shopping.ts';
import { cancel, killEverywhere, Market, type Placed } from './market.ts';

let market: Market;
beforeAll(async () => {
  market = await Market.open(20);
}, 120_000);

/** Cancels while the payment is in progress: it is authorised, so all of it must be undone. */
const placeAndCancel = async (): Promise<Placed> => {
  const placed = await market.place('pm_slow');
  // From here on the provider needs two seconds.
  await eventually(
    () => orderOf(placed.buyer, placed.orderId),
    (order) => typesOf(order).includes('StockReserved'),
  );
  expect((await cancel(placed)).status).toBe(202);
  return placed;
};

describe('an order ends as it must, wherever a task of its saga dies:', () => {
  test.each(['payments/refund-payment', 'inventory/release-stock'])(
    '%s, a compensation',
    async (functionId) => {
      const { orders } = await killEverywhere(market, functionId, placeAndCancel);
      for (const order of orders) {
        expect(order.reason).toBe('CUSTOMER_CANCELLED');
        // Undone in reverse order, each step once.
        expect(typesOf(order).slice(-3)).toEqual(['PaymentReversed', 'StockReleased', 'OrderCancelled']);
      }
    },
    300_000,
  );

  test('orders/record-step, of a saga that takes back', async () => {
    const { orders } = await killEverywhere(market, 'orders/record-step', () => market.place('pm_declined'));
    expect(orders.filter(({ reason }) => reason !== 'PAYMENT_DECLINED')).toEqual([]);
  }, 300_000);
});
