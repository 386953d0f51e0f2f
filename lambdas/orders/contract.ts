// What the orders service offers: an order is its events, driven to CONFIRMED or CANCELLED by a saga.
import * as z from 'zod/mini';
import { event, pageQuery, route, text } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { orderProblems } from './names.ts';

export { bindings, orderProblems } from './names.ts';

const Instant = z.iso.datetime({ offset: false });
const Cents = z.int().check(z.minimum(0));
const OrderId = z
  .string()
  .check(z.regex(/^[0-9A-Za-z]{20}$/))
  .register(z.globalRegistry, { id: 'OrderId', description: '20 letters and digits' });

/** What was ordered, at the price of the moment; the same shape in cart, order and events. */
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
const Reason = z.enum(cancelReasons);

/** The kinds of an order's events, in the order of a saga that succeeds, then those of one that does not. */
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
  /** Of CancellationStarted and OrderCancelled. */
  reason: z.optional(Reason),
  /** Of CancellationStarted: what was not there. */
  productIds: z.optional(z.array(z.string())),
  /** Of PaymentReversed: what the payments service had to undo. */
  outcome: z.optional(z.enum(['VOIDED', 'REFUNDED', 'NOTHING', 'PENDING'])),
  /** Of SagaRestarted: its number, 2 and up. */
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
  /** Whether POST .../cancel would still be taken. */
  cancellable: z.boolean(),
  timeline: z.array(Step),
});
export const OrderSummary = z.object(summary);
export const OrderPage = z.object({ items: z.array(OrderSummary), cursor: z.optional(z.string()) });
/** 202: where the order stands; its end comes later. */
export const Accepted = z.object({ orderId: OrderId, status: Status });

export const PlaceOrder = z.strictObject({
  paymentMethod: z
    .string()
    .check(z.regex(/^pm_[a-z_]{1,40}$/))
    .register(z.globalRegistry, { id: 'PaymentMethod', description: 'A test card of the shop, such as pm_ok' }),
});

const ListQuery = z.strictObject({
  ...pageQuery.shape,
  status: z.optional(Status),
  /** Part of a product's name. */
  query: z.optional(text(1, 100)),
});

export type Line = z.infer<typeof Line>;
export type Order = z.infer<typeof Order>;
export type OrderSummary = z.infer<typeof OrderSummary>;
export type Step = z.infer<typeof Step>;
export type OrderStatus = (typeof orderStatuses)[number];
export type CancelReason = (typeof cancelReasons)[number];

const ofOrder = { orderId: z.string(), userId: z.string(), merchantIds: z.array(z.string()), totalCents: z.int() };

export const events = {
  /** A notification: whoever needs more asks back by `orders/read-order`. */
  orderPlaced: event('orders', 'OrderPlaced', 1, z.object({ orderId: z.string(), userId: z.string() })),
  orderConfirmed: event('orders', 'OrderConfirmed', 1, z.object(ofOrder)),
  orderCancelled: event('orders', 'OrderCancelled', 1, z.object({ ...ofOrder, reason: Reason })),
} as const;

/** Functions that other services call. */
export const tasks = {
  /** `orders/read-order`: the order as its owner sees it, read from its events. */
  readOrder: {
    input: z.object({ orderId: z.string(), correlationId: z.string() }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('FOUND'), userId: z.string(), order: Order }),
      z.object({ outcome: z.literal('UNKNOWN') }),
    ]),
  },
} as const;

const byId = z.strictObject({ orderId: OrderId });
const path = { orderId: '4fQb0yTz6mYkX1cWd8Ra' };
const line = {
  productId: 'p-olive-oil',
  merchantId: 'm-1',
  name: 'Olive oil, 0.5 l',
  quantity: 2,
  priceCents: 890,
};
const exampleSummary = {
  ...path,
  status: 'CONFIRMED',
  lines: [line],
  totalCents: 1780,
  placedAt: '2026-03-01T08:00:00.000Z',
} as const;
const exampleOrder = {
  ...exampleSummary,
  cancellable: false,
  timeline: [
    { type: 'OrderPlaced', at: '2026-03-01T08:00:00.000Z' },
    { type: 'StockReserved', at: '2026-03-01T08:00:00.410Z' },
    { type: 'PaymentAuthorised', at: '2026-03-01T08:00:00.760Z' },
    { type: 'StockConfirmed', at: '2026-03-01T08:00:00.760Z' },
    { type: 'OrderCommitted', at: '2026-03-01T08:00:00.760Z' },
    { type: 'PaymentCaptured', at: '2026-03-01T08:00:01.020Z' },
    { type: 'OrderConfirmed', at: '2026-03-01T08:00:01.020Z' },
  ],
} as const;

export const contract = {
  service: 'orders',
  routes: {
    placeOrder: route('POST /api/orders', {
      summary: 'Order what is in your cart',
      auth: 'user',
      body: PlaceOrder,
      status: 202,
      response: Accepted,
      limit: 'write',
      idempotency: 'required',
      problems: [orderProblems.cartEmpty],
      example: { body: { paymentMethod: 'pm_ok' }, response: { ...path, status: 'PENDING' } },
    }),
    listOrders: route('GET /api/orders', {
      summary: 'Your orders, newest first; a new one appears within moments',
      auth: 'user',
      query: ListQuery,
      status: 200,
      response: OrderPage,
      problems: [problems.invalidCursor],
      example: { query: { limit: '20' }, response: { items: [exampleSummary] } },
    }),
    getOrder: route('GET /api/orders/{orderId}', {
      summary: 'One of your orders with its timeline, read from its events: what you wrote is there',
      auth: 'user',
      path: byId,
      status: 200,
      response: Order,
      revalidated: true,
      problems: [problems.notFound],
      example: { path, response: exampleOrder },
    }),
    cancelOrder: route('POST /api/orders/{orderId}/cancel', {
      summary: 'Cancel one of your orders before it is committed; asking again is asking once',
      auth: 'user',
      path: byId,
      status: 202,
      response: Accepted,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound, orderProblems.notCancellable],
      example: { path, response: { ...path, status: 'PENDING' } },
    }),
    listMerchantOrders: route('GET /api/merchant/orders', {
      summary: 'Orders with products of yours, newest first, and only your lines of them',
      auth: 'user',
      roles: ['merchant'],
      query: ListQuery,
      status: 200,
      response: OrderPage,
      problems: [problems.invalidCursor],
      example: { query: { limit: '20' }, response: { items: [exampleSummary] } },
    }),
  },
} as const;
