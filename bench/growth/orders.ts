// Orders of one customer from one merchant, with their events. Half are cancelled; a dozen have the rare product.

import { type Commit, fold, type OrderEvent, type OrderState } from '../../lambdas/orders/order.ts';
import { bindings } from '../../lambdas/orders/resources.ts';
import { COLLECTION, entryOf, viewsOf } from '../../lambdas/orders/views/view.ts';
import { putEntries } from './collections.ts';
import { bornMs, idOf, isRare, type Loader, owner, type Thing } from './loader.ts';

const merchantId = 'growth-merchant-1';
const roles = ['merchant'];
const WORDS = ['Walnut', 'Copper'] as const;

const orderIdOf = (i: number): string => idOf('order', i);

function eventsOf(thing: Thing): OrderEvent[] {
  const { i } = thing;
  const line = (name: string) => ({
    productId: idOf('product', i).slice(0, 16),
    merchantId,
    name,
    quantity: 1,
    priceCents: 890,
  });
  const names = [`${WORDS[i % 2]} bowl`, isRare(thing) ? 'Sextant of brass' : 'Olive oil, 0.5 l'];
  const placed: OrderEvent = {
    type: 'OrderPlaced',
    userId: owner,
    lines: names.map(line),
    paymentMethod: 'pm_ok',
    correlationId: idOf('correlation', i),
  };
  if (i % 4 < 2)
    return [
      placed,
      { type: 'StockReserved' },
      { type: 'PaymentAuthorised' },
      { type: 'OrderCommitted' },
      { type: 'OrderConfirmed' },
    ];
  const reason = 'PAYMENT_DECLINED';
  return [placed, { type: 'CancellationStarted', reason, undo: [] }, { type: 'OrderCancelled', reason }];
}

const commitsOf = (thing: Thing): Commit[] =>
  eventsOf(thing).map((event, at) => ({
    orderId: orderIdOf(thing.i),
    seq: at + 1,
    atMs: bornMs(thing),
    events: [event],
  }));

const rowsOf = (thing: Thing) => viewsOf(fold(commitsOf(thing)) as OrderState);

export const orders: Loader = {
  service: 'orders',
  things: 'orders of one customer from one merchant',
  base: 100,
  rows: (thing) => [
    ...commitsOf(thing).map((item) => ({ env: bindings.eventsTable, item })),
    ...rowsOf(thing).map((item) => ({ env: bindings.viewsTable, item })),
  ],
  index: (things) => putEntries(COLLECTION, things.flatMap(rowsOf).map(entryOf)),
  asks: [
    { route: 'getOrder', user: owner, path: { orderId: orderIdOf(0) } },
    ...(
      [
        ['listOrders', { user: owner }],
        ['listMerchantOrders', { user: merchantId, roles }],
      ] as const
    ).flatMap(([route, who]) => [
      { route, ...who },
      { route, ...who, about: 'status', query: { status: 'CONFIRMED' } },
      { route, ...who, about: 'query of a common word', query: { query: 'walnut' } },
      { route, ...who, about: 'query of a rare word', query: { query: 'sextant' } },
    ]),
  ],
};
