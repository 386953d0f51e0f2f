// Carts of users and guests, and the copies of products that they show. One of each is full.

import type { ProductCopy } from '../../lambdas/cart/product-store.ts';
import { bindings } from '../../lambdas/cart/resources.ts';
import type { StoredCart } from '../../lambdas/cart/store.ts';
import { productIdOf } from './catalog.ts';
import { type Loader, owner, type Thing } from './loader.ts';

const FULL = 20;
const LINES = 3;
const guestCartId = '0b0e6a2e-6d1c-4c0e-8f53-5b8a2f0f7c11';

const cartOf = (cartId: string, lines: number, { nowMs }: Thing): StoredCart => ({
  cartId,
  version: 1,
  expiration: Math.ceil(nowMs / 1000) + 30 * 86_400,
  claims: [],
  lines: Array.from({ length: lines }, (_, i) => ({ productId: productIdOf(i), quantity: 2 })),
});

export const cart: Loader = {
  service: 'cart',
  things: 'carts, and as many products',
  base: 200,
  rows: (thing) => {
    const { i } = thing;
    const copy: ProductCopy = {
      productId: productIdOf(i),
      version: 1,
      merchantId: 'growth-merchant-1',
      name: `Walnut bowl of workshop ${i}`,
      priceCents: 1200,
      imageUrl: null,
      deleted: false,
    };
    const carts = i === 0 ? [`user#${owner}`, `guest#${guestCartId}`] : [`user#growth-${i}`];
    return [
      { env: bindings.productCopiesTable, item: copy },
      ...carts.map((id) => ({ env: bindings.cartsTable, item: cartOf(id, i === 0 ? FULL : LINES, thing) })),
    ];
  },
  asks: [
    { route: 'getCart', user: owner, about: '20 lines' },
    { route: 'getGuestCart', path: { guestCartId }, about: '20 lines' },
  ],
};
