// Contract of the orders service: an order is its events, driven to CONFIRMED or CANCELLED by a saga.
import * as z from 'zod/mini';
import { event, route } from '../shared/base/contract.ts';
import { problem, problems } from '../shared/base/problem.ts';
import { order, path, summary } from './examples.ts';
import { tables } from './resources.ts';
import { Accepted, ListQuery, Order, OrderId, OrderPage, PlaceOrder, Reason } from './schemas.ts';

export { bindings } from './resources.ts';
export type * from './schemas.ts';
export {
  Accepted,
  cancelReasons,
  Line,
  Order,
  OrderPage,
  OrderSummary,
  orderStatuses,
  PlaceOrder,
  Step,
  stepTypes,
} from './schemas.ts';

export const orderProblems = {
  cartEmpty: problem(409, 'CART_EMPTY', 'There is nothing in your cart to order'),
  notCancellable: problem(409, 'ORDER_NOT_CANCELLABLE', 'This order is committed or at its end'),
} as const;

const ofOrder = { orderId: z.string(), userId: z.string(), merchantIds: z.array(z.string()), totalCents: z.int() };

export const events = {
  /** A notification: consumers that need more call `orders/read-order`. */
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

export const contract = {
  service: 'orders',
  tables,
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
      summary:
        'Your orders, newest first; a new one appears within moments. `query` and `status` follow within seconds; such a ' +
        'page may be short or empty although there is a cursor',
      auth: 'user',
      query: ListQuery,
      status: 200,
      response: OrderPage,
      problems: [problems.invalidCursor, problems.searchUnavailable],
      example: { query: { limit: '20' }, response: { items: [summary] } },
    }),
    getOrder: route('GET /api/orders/{orderId}', {
      summary: 'One of your orders with its timeline, read from its events: what you wrote is there',
      auth: 'user',
      path: byId,
      status: 200,
      response: Order,
      revalidated: true,
      problems: [problems.notFound],
      example: { path, response: order },
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
      summary:
        'Orders with products of yours, newest first, and only your lines of them. `query` and `status` follow within ' +
        'seconds; such a page may be short or empty although there is a cursor',
      auth: 'user',
      roles: ['merchant'],
      query: ListQuery,
      status: 200,
      response: OrderPage,
      problems: [problems.invalidCursor, problems.searchUnavailable],
      example: { query: { limit: '20' }, response: { items: [summary] } },
    }),
  },
} as const;
