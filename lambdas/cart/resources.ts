// Resources of the cart service: carts, and a copy of the products in them.
import { string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = { cartsTable: 'CARTS_TABLE', productCopiesTable: 'PRODUCT_COPIES_TABLE' } as const;

// User, guest and product ids distribute evenly.
export const tables = {
  carts: table('Carts', { env: bindings.cartsTable, partition: string('cartId') }),
  productCopies: table('ProductCopies', { env: bindings.productCopiesTable, partition: string('productId') }),
} as const;
