// Contract of the inventory service: the stock of a product, and its reservation for an order.
import * as z from 'zod/mini';
import { MAX_LINES } from '../cart/contract.ts';
import { catalogProblems } from '../catalog/contract.ts';
import { route } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { tables } from './resources.ts';

export { bindings } from './resources.ts';

/** How long a reservation holds stock that is not confirmed. */
export const LEASE_MS = 10 * 60_000;

/** Keys join ids with `#`. */
const ProductId = z.string().check(z.regex(/^[\w-]{1,64}$/));
const OrderId = z.string().check(z.regex(/^[\w-]{1,64}$/));
const count = z.int().check(z.minimum(0));

/** Of one product: what can be ordered, what open orders hold, what confirmed orders took. The sum is all restocks. */
export const Stock = z.object({ available: count, reserved: count, sold: count });

const Restock = z.strictObject({ quantity: z.int().check(z.minimum(1), z.maximum(1_000_000)) });

const Line = z.object({ productId: ProductId, quantity: z.int().check(z.minimum(1), z.maximum(1_000_000)) });
const order = { orderId: OrderId, correlationId: z.string().check(z.maxLength(64)) };

/** Functions for the saga. A refusal is an outcome; a thrown error is a fault, and the same call may be retried. */
export const tasks = {
  /** `inventory/reserve-stock`: all lines or none, for ten minutes. `productIds` is empty after an earlier release. */
  reserveStock: {
    input: z.object({ ...order, lines: z.array(Line).check(z.minLength(1), z.maxLength(MAX_LINES)) }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('RESERVED') }),
      z.object({ outcome: z.literal('OUT_OF_STOCK'), productIds: z.array(ProductId) }),
    ]),
  },
  /** `inventory/confirm-stock`: sells what is reserved. `EXPIRED`: nothing is held for this order. */
  confirmStock: {
    input: z.object(order),
    output: z.object({ outcome: z.enum(['CONFIRMED', 'EXPIRED']) }),
  },
  /** `inventory/release-stock`: returns reserved or sold units to available. A later reserve is refused. */
  releaseStock: {
    input: z.object(order),
    output: z.object({ outcome: z.literal('RELEASED') }),
  },
} as const;

export type Stock = z.infer<typeof Stock>;
export type Line = z.infer<typeof Line>;
export type ReserveOutcome = z.infer<typeof tasks.reserveStock.output>;
export type ConfirmOutcome = z.infer<typeof tasks.confirmStock.output>;
export type ReleaseOutcome = z.infer<typeof tasks.releaseStock.output>;

/** Product ids as the catalog generates them. */
const byProduct = z.strictObject({ productId: z.string().check(z.regex(/^[0-9A-Za-z]{16}$/)) });
export const RestockAll = z.strictObject({
  items: z.array(z.strictObject({ ...byProduct.shape, ...Restock.shape })).check(z.minLength(1), z.maxLength(50)),
});
const path = { productId: '7hTq2LkXv0PzRb4m' };

export const contract = {
  service: 'inventory',
  tables,
  routes: {
    readStock: route('GET /api/products/{productId}/stock', {
      summary: 'How much of a product can be ordered, is held by open orders, is sold',
      auth: 'none',
      path: byProduct,
      status: 200,
      response: Stock,
      problems: [problems.notFound],
      example: { path, response: { available: 37, reserved: 2, sold: 11 } },
    }),
    restock: route('POST /api/products/{productId}/stock', {
      summary: 'Add to the stock of one of your products; answers what there is then',
      auth: 'user',
      roles: ['merchant'],
      path: byProduct,
      body: Restock,
      status: 200,
      response: Stock,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound, catalogProblems.productGone],
      example: { path, body: { quantity: 50 }, response: { available: 87, reserved: 2, sold: 11 } },
    }),
    restockAll: route('POST /api/stock', {
      summary:
        'Add to the stock of up to 50 of your products; sent again under its Idempotency-Key it adds what is missing',
      auth: 'user',
      roles: ['merchant'],
      body: RestockAll,
      status: 204,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound, catalogProblems.productGone],
      example: { body: { items: [{ ...path, quantity: 50 }] } },
    }),
  },
} as const;
