// What the inventory keeps: stock in buckets, its reservations, and whose each product is.
import { string, table } from '../shared/base/resources.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = {
  stockTable: 'STOCK_TABLE',
  reservationsTable: 'RESERVATIONS_TABLE',
  productsTable: 'STOCK_PRODUCTS_TABLE',
} as const;

export const tables = {
  // One product can get every order there is: 4 buckets take 4,000 WCU. Not more: 20 lines from 4 buckets each and the
  // record are 81 of the 100 items of a transaction (docs/decisions/0008-hot-sku.md).
  stock: table('Stock', { env: bindings.stockTable, partition: string('bucketId'), shards: 4 }),
  // Order ids are random: their partitions share the load without shards.
  reservations: table('Reservations', { env: bindings.reservationsTable, partition: string('orderId') }),
  // Written when a merchant changes or restocks a product: never hot.
  products: table('Products', { env: bindings.productsTable, partition: string('productId'), sort: string('sk') }),
} as const;
