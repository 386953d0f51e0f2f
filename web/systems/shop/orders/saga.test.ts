import { expect, test } from '@jest/globals';
import type { CancelReason, Order, Step } from '../../../../lambdas/orders/contract.ts';
import { sagaOf } from './saga.ts';
import { headline, seconds, stepName } from './saga-words.ts';

const startMs = Date.parse('2026-03-01T08:00:00.000Z');

/** An order after these events, which are 0.1 s apart. */
function orderOf(events: readonly (Step['type'] | Partial<Step>)[], end?: CancelReason): Order {
  const timeline = events.map((event, i): Step => {
    const step = typeof event === 'string' ? { type: event } : event;
    return { type: 'OrderPlaced', ...step, at: new Date(startMs + 100 * i).toISOString() };
  });
  const types = timeline.map(({ type }) => type);
  return {
    orderId: '4fQb0yTz6mYkX1cWd8Ra',
    status: types.includes('OrderConfirmed') ? 'CONFIRMED' : types.includes('OrderCancelled') ? 'CANCELLED' : 'PENDING',
    ...(end && { reason: end }),
    lines: [{ productId: 'p-1', merchantId: 'm', name: 'Olive oil', quantity: 2, priceCents: 890 }],
    totalCents: 1780,
    placedAt: new Date(startMs).toISOString(),
    cancellable: false,
    timeline,
  };
}

const lights = (order: Order): string => {
  const { out, back } = sagaOf(order);
  const show = (stops: readonly { name: string; light: string }[]) =>
    stops.map(({ name, light }) => `${name} ${light}`).join(', ');
  return back.length > 0 ? `${show(out)} / ${show(back)}` : show(out);
};
const started = (reason: CancelReason): Partial<Step> => ({ type: 'CancellationStarted', reason });
const reversed = (outcome: Step['outcome'] & string): Partial<Step> => ({ type: 'PaymentReversed', outcome });

test('a saga under way is lit up to where it is', () => {
  expect(lights(orderOf(['OrderPlaced']))).toBe(
    'place done, reserve active, authorise waiting, confirm-stock waiting, commit waiting, capture waiting, confirm waiting',
  );
  expect(lights(orderOf(['OrderPlaced', 'StockReserved']))).toContain(
    'reserve done, authorise active, confirm-stock waiting',
  );
});

test('a confirmed order is lit all along, each stop with its time, and nothing leads back', () => {
  const order = orderOf([
    'OrderPlaced',
    'StockReserved',
    'PaymentAuthorised',
    'StockConfirmed',
    'OrderCommitted',
    'PaymentCaptured',
    'OrderConfirmed',
  ]);
  const { out, back } = sagaOf(order);
  expect(out.map(({ light }) => light)).toEqual(Array(7).fill('done'));
  expect(out.map(({ afterMs }) => afterMs)).toEqual([0, 100, 200, 300, 400, 500, 600]);
  expect(back).toEqual([]);
  expect(headline(order, { out, back })).toBe('Confirmed. €17.80 is paid.');
});

test('a declined card is refused where it was asked, and the stock is on its way back', () => {
  const soFar = ['OrderPlaced', 'StockReserved', started('PAYMENT_DECLINED')] as const;
  expect(lights(orderOf(soFar))).toBe(
    'place done, reserve done, authorise refused, confirm-stock skipped, commit skipped, capture skipped, confirm skipped' +
      ' / release-stock active, cancel waiting',
  );
  const ended = orderOf(
    [...soFar, 'StockReleased', { type: 'OrderCancelled', reason: 'PAYMENT_DECLINED' }],
    'PAYMENT_DECLINED',
  );
  expect(lights(ended)).toBe(
    'place undone, reserve undone, authorise refused, confirm-stock skipped, commit skipped, capture skipped, confirm skipped' +
      ' / release-stock done, cancel done',
  );
  expect(headline(ended, sagaOf(ended))).toBe('Cancelled. The card was declined. Nothing was charged.');
});

test('what was never in stock is refused at the first step, by name, and only the order itself is taken back', () => {
  const ended = orderOf(
    ['OrderPlaced', { ...started('OUT_OF_STOCK'), productIds: ['p-1'] }, 'OrderCancelled'],
    'OUT_OF_STOCK',
  );
  expect(lights(ended)).toContain('reserve refused, authorise skipped');
  expect(lights(ended)).toMatch(/ \/ cancel done$/);
  expect(headline(ended, sagaOf(ended))).toContain('Missing: Olive oil.');
});

test('a cancel of the customer refuses nothing and takes back payment, stock and order, in this order', () => {
  const asked = ['OrderPlaced', 'StockReserved', 'CancelRequested'] as const;
  expect(headline(orderOf(asked), sagaOf(orderOf(asked)))).toContain('cancellation is recorded');
  const turned = orderOf([...asked, 'PaymentAuthorised', 'StockConfirmed', started('CUSTOMER_CANCELLED')]);
  expect(lights(turned)).toBe(
    'place done, reserve done, authorise done, confirm-stock done, commit skipped, capture skipped, confirm skipped' +
      ' / reverse-payment active, release-stock waiting, cancel waiting',
  );
  expect(headline(turned, sagaOf(turned))).toBe('Reversing the payment…');
});

test('money that moved without an event is shown as moved and taken back', () => {
  const ended = orderOf(
    ['OrderPlaced', 'StockReserved', started('TIMED_OUT'), reversed('VOIDED'), 'StockReleased', 'OrderCancelled'],
    'TIMED_OUT',
  );
  expect(lights(ended)).toContain('authorise undone, confirm-stock skipped');
  expect(headline(ended, sagaOf(ended))).toContain('€17.80 was held on the card and is released.');
});

test('a provider that is away when it should capture is refused there', () => {
  const ended = orderOf(
    [
      'OrderPlaced',
      'StockReserved',
      'PaymentAuthorised',
      'StockConfirmed',
      'OrderCommitted',
      started('PAYMENT_UNAVAILABLE'),
      reversed('PENDING'),
      'StockReleased',
      'OrderCancelled',
    ],
    'PAYMENT_UNAVAILABLE',
  );
  expect(lights(ended)).toContain(
    'authorise done, confirm-stock undone, commit done, capture refused, confirm skipped',
  );
  expect(headline(ended, sagaOf(ended))).toContain('as soon as it responds');
});

test('names and times are words', () => {
  expect(stepName('CancellationStarted')).toBe('Cancellation started');
  expect([seconds(410), seconds(12_400)]).toEqual(['0.41 s', '12 s']);
});
