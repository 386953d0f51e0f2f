// Names of a saga's stops, events and outcomes.
import type { CancelReason, Order, OrderStatus, Step } from '../../../../lambdas/orders/contract.ts';
import { price } from '../money.ts';
import type { Saga, Stop } from './saga.ts';

export const stops: Readonly<Record<Stop['name'], { title: string; by: string; doing: string }>> = {
  place: { title: 'Place order', by: 'orders', doing: 'Placing the order…' },
  reserve: { title: 'Reserve stock', by: 'inventory', doing: 'Reserving the stock…' },
  authorise: { title: 'Authorise card', by: 'payments', doing: 'Asking the payment provider…' },
  'confirm-stock': { title: 'Confirm stock', by: 'inventory', doing: 'Confirming the stock…' },
  commit: { title: 'Commit', by: 'orders', doing: 'Committing the order…' },
  capture: { title: 'Capture money', by: 'payments', doing: 'Capturing the payment…' },
  confirm: { title: 'Confirm order', by: 'orders', doing: 'Confirming the order…' },
  'reverse-payment': { title: 'Undo payment', by: 'payments', doing: 'Taking back the payment…' },
  'release-stock': { title: 'Release stock', by: 'inventory', doing: 'Releasing the stock…' },
  cancel: { title: 'Cancel order', by: 'orders', doing: 'Cancelling the order…' },
};

export const statuses: Readonly<Record<OrderStatus, string>> = {
  PENDING: 'Under way',
  CONFIRMED: 'Confirmed',
  CANCELLED: 'Cancelled',
};

const reasons: Readonly<Record<CancelReason, string>> = {
  OUT_OF_STOCK: 'There was not enough in stock.',
  PAYMENT_DECLINED: 'The card was declined.',
  PAYMENT_UNAVAILABLE: 'The payment provider did not answer.',
  CUSTOMER_CANCELLED: 'You cancelled it.',
  TIMED_OUT: 'It took too long.',
};

const money: Readonly<Record<NonNullable<Step['outcome']>, (total: string) => string>> = {
  VOIDED: (total) => `${total} were held on the card and are free again.`,
  REFUNDED: (total) => `${total} are paid back.`,
  NOTHING: () => 'Nothing was charged.',
  PENDING: () => 'Whatever the provider holds is paid back as soon as it answers.',
};

const find = (order: Order, type: Step['type']): Step | undefined => order.timeline.find((step) => step.type === type);

/** One sentence about the order's state. */
export function headline(order: Order, saga: Saga): string {
  const total = price(order.totalCents);
  if (order.status === 'CONFIRMED') return `Confirmed. ${total} are paid.`;
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
    return 'Your cancellation is noted; the saga turns at its next stop.';
  return now ? stops[now.name].doing : 'Under way…';
}

const afterwards = (order: Order, total: string): string =>
  money[find(order, 'PaymentReversed')?.outcome ?? 'NOTHING'](total);

/** What an event tells beyond its name. */
export function stepNote({ type, reason, outcome, productIds, attempt }: Step, total: string): string {
  if (type === 'PaymentReversed' && outcome) return money[outcome](total);
  if (type === 'SagaRestarted' && attempt) return `Execution ${attempt}, by the reconciler.`;
  const missing = productIds?.length ?? 0;
  return [reason && reasons[reason], missing > 0 && `${missing} of the products.`].filter(Boolean).join(' ');
}

/** `OrderPlaced` -> `Order placed`. */
export const stepName = (type: Step['type']): string =>
  type.replaceAll(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

export function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(2)} s` : `${Math.round(ms / 1000)} s`;
}
