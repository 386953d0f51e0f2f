import { describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../inventory/contract.ts';
import { COMMIT_WITHIN_MS, decide, isCancellable, requestCancel, restart } from './decide.ts';
import { fold, type OrderEvent, type OrderState } from './order.ts';

const placed: OrderEvent = {
  type: 'OrderPlaced',
  userId: 'u',
  lines: [{ productId: 'p', merchantId: 'm', name: 'Loaf', quantity: 2, priceCents: 480 }],
  paymentMethod: 'pm_ok',
  correlationId: 'c',
};
const cancelling: OrderEvent = { type: 'CancellationStarted', reason: 'PAYMENT_DECLINED', undo: ['STOCK'] };

/** The order after these events, one commit each. */
const orderAfter = (...events: OrderEvent[]): OrderState =>
  fold([placed, ...events].map((event, i) => ({ orderId: 'o', seq: i + 1, atMs: 0, events: [event] }))) as OrderState;

const reserved = orderAfter({ type: 'StockReserved' });
const committed = orderAfter({ type: 'StockReserved' }, { type: 'PaymentAuthorised' }, { type: 'OrderCommitted' });
const confirmed = orderAfter({ type: 'OrderCommitted' }, { type: 'OrderConfirmed' });
const cancelled = orderAfter(cancelling, { type: 'OrderCancelled', reason: 'PAYMENT_DECLINED' });
const typesOf = (state: OrderState, ...command: [Parameters<typeof decide>[1], number?]) =>
  decide(state, command[0], command[1] ?? 0).events.map(({ type }) => type);

describe('a good order', () => {
  test('is four commits, each written once however often it is reported', () => {
    expect(typesOf(orderAfter(), { step: 'RESERVED' })).toEqual(['StockReserved']);
    expect(typesOf(reserved, { step: 'RESERVED' })).toEqual([]);
    expect(typesOf(reserved, { step: 'COMMIT' })).toEqual(['PaymentAuthorised', 'StockConfirmed', 'OrderCommitted']);
    expect(typesOf(committed, { step: 'COMMIT' })).toEqual([]);
    expect(typesOf(committed, { step: 'CAPTURED' })).toEqual(['PaymentCaptured', 'OrderConfirmed']);
    expect(decide(confirmed, { step: 'CAPTURED' }, 0)).toEqual({ events: [], verdict: { outcome: 'CONFIRMED' } });
  });

  test('cannot be captured before it is committed', () => {
    expect(() => decide(reserved, { step: 'CAPTURED' }, 0)).toThrow('never committed');
  });
});

describe('a cancel', () => {
  test('is taken before the commit, once, and refused after it', () => {
    expect(requestCancel(reserved)).toEqual([{ type: 'CancelRequested' }]);
    const requested = orderAfter({ type: 'StockReserved' }, { type: 'CancelRequested' });
    expect(requestCancel(requested)).toEqual([]);
    expect([reserved, requested, committed, confirmed, cancelled].map(isCancellable)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    for (const state of [committed, confirmed, cancelled]) expect(requestCancel(state)).toBeUndefined();
  });

  test('that was taken is the reason, whatever else goes wrong', () => {
    const requested = orderAfter({ type: 'CancelRequested' });
    expect(decide(requested, { step: 'CANCEL', reason: 'OUT_OF_STOCK', undo: [] }, 0).events).toMatchObject([
      { type: 'CancellationStarted', reason: 'CUSTOMER_CANCELLED' },
    ]);
    expect(decide(requested, { step: 'COMMIT' }, 0).verdict).toEqual({
      outcome: 'CANCEL',
      reason: 'CUSTOMER_CANCELLED',
    });
  });

  test('takes nothing back of a confirmed order, and everything two sagas ask for of any other', () => {
    const ask = { step: 'CANCEL', reason: 'TIMED_OUT', undo: ['PAYMENT'] } as const;
    expect(decide(confirmed, ask, 0)).toEqual({ events: [], verdict: { outcome: 'CONFIRMED' } });
    expect(decide(orderAfter(cancelling), ask, 0)).toEqual({
      events: [],
      verdict: { outcome: 'UNDO', undo: ['PAYMENT', 'STOCK'] },
    });
    expect(decide(cancelled, ask, 0).verdict).toMatchObject({ outcome: 'UNDO' });
  });

  test('takes everything back where a second saga runs, for the other may be a step further', () => {
    const ask = { step: 'CANCEL', reason: 'TIMED_OUT', undo: ['STOCK'] } as const;
    expect(decide(reserved, ask, 0).verdict).toEqual({ outcome: 'UNDO', undo: ['STOCK'] });
    const restarted = orderAfter({ type: 'StockReserved' }, { type: 'SagaRestarted', attempt: 2 });
    expect(decide(restarted, ask, 0).verdict).toEqual({ outcome: 'UNDO', undo: ['PAYMENT', 'STOCK'] });
  });
});

test('an order that is not committed within ten minutes is cancelled as timed out', () => {
  expect(decide(reserved, { step: 'COMMIT' }, COMMIT_WITHIN_MS).verdict).toEqual({ outcome: 'GO_ON' });
  expect(decide(reserved, { step: 'COMMIT' }, COMMIT_WITHIN_MS + 1).verdict).toEqual({
    outcome: 'CANCEL',
    reason: 'TIMED_OUT',
  });
});

test('a reversal is noted once, and not when there was nothing to reverse', () => {
  const open = orderAfter(cancelling);
  expect(typesOf(open, { step: 'REVERSED', outcome: 'NOTHING' })).toEqual([]);
  expect(typesOf(open, { step: 'REVERSED', outcome: 'VOIDED' })).toEqual(['PaymentReversed']);
  const reversed = orderAfter(cancelling, { type: 'PaymentReversed', outcome: 'VOIDED' });
  expect(typesOf(reversed, { step: 'REVERSED', outcome: 'VOIDED' })).toEqual([]);
});

test('a saga begins again under the next number, once, and not for an order at its end', () => {
  expect(restart(reserved, 2)).toEqual([{ type: 'SagaRestarted', attempt: 2 }]);
  expect(restart(orderAfter({ type: 'SagaRestarted', attempt: 2 }), 2)).toEqual([]);
  expect(restart(reserved, 3)).toEqual([]);
  expect(restart(confirmed, 2)).toEqual([]);
});

test('a history with a gap is not an order', () => {
  const commit = { orderId: 'o', atMs: 0, events: [placed] };
  expect(() =>
    fold([
      { ...commit, seq: 1 },
      { ...commit, seq: 3 },
    ]),
  ).toThrow('jumps from commit 1 to 3');
});

test('an order that is committed at the last moment still has its stock, wherever between its ends it was reserved', () => {
  for (const reservedAtMs of [0, 1, COMMIT_WITHIN_MS - 1])
    expect(reservedAtMs + LEASE_MS).toBeGreaterThanOrEqual(COMMIT_WITHIN_MS);
});
