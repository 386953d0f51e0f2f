// Request and response schemas of the orders service.
import * as z from 'zod/mini';
import { pageQuery, text } from '../shared/base/contract.ts';

const Instant = z.iso.datetime({ offset: false });
const Cents = z.int().check(z.minimum(0));
export const OrderId = z
  .string()
  .check(z.regex(/^[0-9A-Za-z]{20}$/))
  .register(z.globalRegistry, { id: 'OrderId', description: '20 letters and digits' });

/** The ordered products at the price at that time; the same shape in cart, order and events. */
export const Line = z.object({
  productId: z.string(),
  merchantId: z.string(),
  name: z.string(),
  quantity: z.int().check(z.minimum(1), z.maximum(99)),
  priceCents: Cents,
});

export const orderStatuses = ['PENDING', 'CONFIRMED', 'CANCELLED'] as const;
export const cancelReasons = [
  'OUT_OF_STOCK',
  'PAYMENT_DECLINED',
  'PAYMENT_UNAVAILABLE',
  'CUSTOMER_CANCELLED',
  'TIMED_OUT',
] as const;
const Status = z.enum(orderStatuses);
export const Reason = z.enum(cancelReasons);

/** Event types of an order: those of a successful saga in order, then those of a failed one. */
export const stepTypes = [
  'OrderPlaced',
  'StockReserved',
  'PaymentAuthorised',
  'StockConfirmed',
  'OrderCommitted',
  'PaymentCaptured',
  'OrderConfirmed',
  'CancelRequested',
  'CancellationStarted',
  'PaymentReversed',
  'StockReleased',
  'OrderCancelled',
  'SagaRestarted',
] as const;

/** One event of an order, as its owner sees it. */
export const Step = z.object({
  type: z.enum(stepTypes),
  at: Instant,
  /** For CancellationStarted and OrderCancelled. */
  reason: z.optional(Reason),
  /** For CancellationStarted: the products out of stock. */
  productIds: z.optional(z.array(z.string())),
  /** For PaymentReversed: what the payments service had to undo. */
  outcome: z.optional(z.enum(['VOIDED', 'REFUNDED', 'NOTHING', 'PENDING'])),
  /** For SagaRestarted: its number, from 2. */
  attempt: z.optional(z.int()),
});

const summary = {
  orderId: OrderId,
  status: Status,
  reason: z.optional(Reason),
  lines: z.array(Line),
  totalCents: Cents,
  placedAt: Instant,
};
export const Order = z.object({
  ...summary,
  /** Whether POST .../cancel would still be accepted. */
  cancellable: z.boolean(),
  timeline: z.array(Step),
});
export const OrderSummary = z.object(summary);
export const OrderPage = z.object({ items: z.array(OrderSummary), cursor: z.optional(z.string()) });
/** 202: the order's current status; the final one comes later. */
export const Accepted = z.object({ orderId: OrderId, status: Status });

export const PlaceOrder = z.strictObject({
  paymentMethod: z
    .string()
    .check(z.regex(/^pm_[a-z_]{1,40}$/))
    .register(z.globalRegistry, { id: 'PaymentMethod', description: 'A test card of the shop, such as pm_ok' }),
});

export const ListQuery = z.strictObject({
  ...pageQuery.shape,
  status: z.optional(Status),
  /** Every word begins a word of a product's name, whatever its accents. */
  query: z.optional(text(1, 100)),
});

export type Line = z.infer<typeof Line>;
export type Order = z.infer<typeof Order>;
export type OrderSummary = z.infer<typeof OrderSummary>;
export type Step = z.infer<typeof Step>;
export type OrderStatus = (typeof orderStatuses)[number];
export type CancelReason = (typeof cancelReasons)[number];
