// What the cart service keeps: carts, and a copy of the products in them.
import { string, table } from '../shared/base/resources.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = { cartsTable: 'CARTS_TABLE', productCopiesTable: 'PRODUCT_COPIES_TABLE' } as const;

// Ids of users, guests and products spread by themselves.
export const tables = {
  carts: table('Carts', { env: bindings.cartsTable, partition: string('cartId') }),
  productCopies: table('ProductCopies', { env: bindings.productCopiesTable, partition: string('productId') }),
} as const;
