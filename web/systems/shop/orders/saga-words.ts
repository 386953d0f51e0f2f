// Names of a saga's stops, events and outcomes.
import type { CancelReason, Order, OrderStatus, Step } from '../../../../lambdas/orders/contract.ts';
import { price } from '../money.ts';
import type { Saga, Stop } from './saga.ts';

export const stops: Readonly<Record<Stop['name'], { title: string; by: string; doing: string }>> = {
  place: { title: 'Place order', by: 'orders', doing: 'Placing the order…' },
  reserve: { title: 'Reserve stock', by: 'inventory', doing: 'Reserving the stock…' },
  authorise: { title: 'Authorise card', by: 'payments', doing: 'Authorising the card…' },
  'confirm-stock': { title: 'Confirm stock', by: 'inventory', doing: 'Confirming the stock…' },
  commit: { title: 'Commit', by: 'orders', doing: 'Committing the order…' },
  capture: { title: 'Capture money', by: 'payments', doing: 'Capturing the payment…' },
  confirm: { title: 'Confirm order', by: 'orders', doing: 'Confirming the order…' },
  'reverse-payment': { title: 'Reverse payment', by: 'payments', doing: 'Reversing the payment…' },
  'release-stock': { title: 'Release stock', by: 'inventory', doing: 'Releasing the stock…' },
  cancel: { title: 'Cancel order', by: 'orders', doing: 'Cancelling the order…' },
};

export const statuses: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'In progress',
  CONFIRMED: 'Confirmed',
  CANCELLED: 'Cancelled',
};

const reasons: Readonly<Record<CancelReason, string>> = {
  OUT_OF_STOCK: 'There was not enough stock.',
  PAYMENT_DECLINED: 'The card was declined.',
  PAYMENT_UNAVAILABLE: 'The payment provider did not respond.',
  CUSTOMER_CANCELLED: 'You cancelled the order.',
  TIMED_OUT: 'It took too long.',
};

const money: Readonly<Record<NonNullable<Step['outcome']>, (total: string) => string>> = {
  VOIDED: (total) => `${total} was held on the card and is released.`,
  REFUNDED: (total) => `${total} is refunded.`,
  NOTHING: () => 'Nothing was charged.',
  PENDING: () => 'The provider refunds any payment as soon as it responds.',
};

const find = (order: Order, type: Step['type']): Step | undefined => order.timeline.find((step) => step.type === type);

/** One sentence about the order's state. */
export function headline(order: Order, saga: Saga): string {
  const total = price(order.totalCents);
  if (order.status === 'CONFIRMED') return `Confirmed. ${total} is paid.`;
  if (order.status === 'CANCELLED') {
    const missing = find(order, 'CancellationStarted')?.productIds ?? [];
    const names = order.lines.filter(({ productId }) => missing.includes(productId)).map(({ name }) => name);
    const why = order.reason ? reasons[order.reason] : '';
    return ['Cancelled.', why, names.length > 0 && `Missing: ${names.join(', ')}.`, afterwards(order, total)]
      .filter(Boolean)
      .join(' ');
  }
  const now = [...saga.out, ...saga.back].find(({ light }) => light === 'active');
  if (saga.back.length === 0 && find(order, 'CancelRequested'))
    return 'Your cancellation is recorded; the saga turns back at its next step.';
  return now ? stops[now.name].doing : 'In progress…';
}

const afterwards = (order: Order, total: string): string =>
  money[find(order, 'PaymentReversed')?.outcome ?? 'NOTHING'](total);

/** Details of an event beyond its name. */
export function stepNote({ type, reason, outcome, productIds, attempt }: Step, total: string): string {
  if (type === 'PaymentReversed' && outcome) return money[outcome](total);
  if (type === 'SagaRestarted' && attempt) return `Execution ${attempt}, by the reconciler.`;
  const missing = productIds?.length ?? 0;
  return [reason && reasons[reason], missing > 0 && `Missing products: ${missing}.`].filter(Boolean).join(' ');
}

/** `OrderPlaced` -> `Order placed`. */
export const stepName = (type: Step['type']): string =>
  type.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

export function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${Math.round(ms / 1000)} s`;
}
