// Contract of the cart: what a user intends to buy, at the catalog's prices, and its claim by an order.
import * as z from 'zod/mini';
import { route } from '../shared/base/contract.ts';
import { problem, problems } from '../shared/base/problem.ts';
import { tables } from './resources.ts';

export { bindings } from './resources.ts';

export const MAX_LINES = 20;
export const MAX_QUANTITY = 99;

export const cartProblems = {
  productUnavailable: problem(410, 'PRODUCT_UNAVAILABLE', 'This product is no longer sold'),
  cartFull: problem(409, 'CART_FULL', `A cart has at most ${MAX_LINES} products`),
  cartBusy: problem(409, 'CART_BUSY', 'The cart is being changed by many at once; try again'),
} as const;

const ProductId = z
  .string()
  .check(z.regex(/^[0-9A-Za-z]{16}$/))
  .register(z.globalRegistry, { description: '16 letters and digits, as the catalog gives them' });
const GuestCartId = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
  .register(z.globalRegistry, { id: 'GuestCartId', description: 'Whoever knows it may use the cart' });
const Quantity = z.int().check(z.minimum(1), z.maximum(MAX_QUANTITY));

export const SetQuantity = z.strictObject({ quantity: Quantity });
export const MergeCart = z.strictObject({ guestCartId: GuestCartId });
export const GuestCart = z.object({ guestCartId: GuestCartId });

export const Cart = z.object({
  items: z.array(
    z.object({
      productId: z.string(),
      merchantId: z.string(),
      name: z.string(),
      imageUrl: z.nullable(z.string()),
      priceCents: z.int(),
      quantity: Quantity,
      /** False for a product no longer sold. The line stays until it is removed, and an order leaves it behind. */
      available: z.boolean(),
    }),
  ),
  /** Total of the available lines. */
  totalCents: z.int(),
  expiresAt: z.nullable(z.iso.datetime({ offset: false })),
});

export const MergedCart = z.extend(Cart, {
  /** Units of the guest's cart beyond the limits of a cart: whole lines, and what a line has more. */
  dropped: z.array(z.object({ productId: z.string(), name: z.string(), quantity: Quantity })),
});

/** A line as an order takes it, at the current price. */
const Line = z.object({
  productId: z.string(),
  merchantId: z.string(),
  name: z.string(),
  quantity: Quantity,
  priceCents: z.int(),
});

export type Cart = z.infer<typeof Cart>;
export type MergedCart = z.infer<typeof MergedCart>;
export type Line = z.infer<typeof Line>;

/** Functions that other services call. */
export const tasks = {
  /** `cart/checkout`: takes the available lines out of the cart for one order. A repeated call returns the same. */
  checkout: {
    input: z.object({ userId: z.string(), orderId: z.string(), correlationId: z.string() }),
    output: z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('CLAIMED'), lines: z.array(Line) }),
      z.object({ outcome: z.literal('EMPTY') }),
    ]),
  },
} as const;

const byProduct = z.strictObject({ productId: ProductId });
const byGuest = z.strictObject({ guestCartId: GuestCartId });
const byGuestAndProduct = z.strictObject({ guestCartId: GuestCartId, productId: ProductId });

const guest = { guestCartId: '0b0e6a2e-6d1c-4c0e-8f53-5b8a2f0f7c11' };
const product = { productId: '7hTq2LkXv0PzRb4m' };
const item = {
  ...product,
  merchantId: '3f1c9a52-7d0e-4a6b-9c1d-2b8e5f7a9d10',
  name: 'Sourdough loaf',
  imageUrl: '/assets/products/sourdough-loaf-1F0C2A9B.svg',
  priceCents: 480,
  quantity: 2,
  available: true,
};
const cart = { items: [item], totalCents: 960, expiresAt: '2026-03-31T08:00:00.000Z' };
const body = { quantity: 2 };
const refusals = [problems.notFound, cartProblems.productUnavailable, cartProblems.cartFull, cartProblems.cartBusy];
const answer = { status: 200, response: Cart } as const;

export const contract = {
  service: 'cart',
  tables,
  routes: {
    getCart: route('GET /api/cart', { summary: 'Your cart', auth: 'user', ...answer, example: { response: cart } }),
    setItem: route('PUT /api/cart/items/{productId}', {
      summary: 'Put a product into your cart, or change its quantity',
      auth: 'user',
      path: byProduct,
      body: SetQuantity,
      ...answer,
      limit: 'write',
      idempotency: 'optional',
      problems: refusals,
      example: { path: product, body, response: cart },
    }),
    removeItem: route('DELETE /api/cart/items/{productId}', {
      summary: 'Take a product out of your cart',
      auth: 'user',
      path: byProduct,
      status: 204,
      limit: 'write',
      idempotency: 'optional',
      problems: [cartProblems.cartBusy],
      example: { path: product },
    }),
    mergeCart: route('POST /api/cart/merge', {
      summary:
        `Take over a guest's cart, once: quantities add up to ${MAX_QUANTITY}, products to ${MAX_LINES}; ` +
        'the answer names what was dropped beyond that',
      auth: 'user',
      body: MergeCart,
      status: 200,
      response: MergedCart,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound, cartProblems.cartBusy],
      example: { body: guest, response: { ...cart, dropped: [{ ...product, name: item.name, quantity: 1 }] } },
    }),
    // Responses are not stored here: strangers who choose the same key would share a cart.
    openGuestCart: route('POST /api/cart/guest', {
      summary: 'A cart for somebody who is not signed in; its id is its key',
      auth: 'none',
      status: 201,
      response: GuestCart,
      limit: 'write',
      example: { response: guest },
    }),
    getGuestCart: route('GET /api/guest-carts/{guestCartId}', {
      summary: "A guest's cart",
      auth: 'none',
      path: byGuest,
      ...answer,
      problems: [problems.notFound],
      example: { path: guest, response: cart },
    }),
    setGuestItem: route('PUT /api/guest-carts/{guestCartId}/items/{productId}', {
      summary: "Put a product into a guest's cart, or change its quantity",
      auth: 'none',
      path: byGuestAndProduct,
      body: SetQuantity,
      ...answer,
      limit: 'write',
      idempotency: 'optional',
      problems: refusals,
      example: { path: { ...guest, ...product }, body, response: cart },
    }),
    removeGuestItem: route('DELETE /api/guest-carts/{guestCartId}/items/{productId}', {
      summary: "Take a product out of a guest's cart",
      auth: 'none',
      path: byGuestAndProduct,
      status: 204,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound, cartProblems.cartBusy],
      example: { path: { ...guest, ...product } },
    }),
  },
} as const;
