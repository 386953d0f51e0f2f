// Resources of the inventory service: stock in buckets, its reservations, and the owner of each product.
import { number, string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = {
  stockTable: 'STOCK_TABLE',
  reservationsTable: 'RESERVATIONS_TABLE',
  productsTable: 'STOCK_PRODUCTS_TABLE',
} as const;

export const tables = {
  // A single product may get every order: 4 buckets take 4,000 WCU. No more than 4: 20 lines from 4 buckets each
  // and the record are 81 of a transaction's 100 items (docs/decisions/0008-hot-sku.md).
  // `held` is a bucket's number, so the index of buckets with holds has as many partitions.
  stock: table('Stock', {
    env: bindings.stockTable,
    partition: string('bucketId'),
    shards: 4,
    indexes: { held: { partition: string('held'), sort: number('heldAtMs'), projection: ['productId', 'bucket'] } },
  }),
  // Order ids are random, so partitions share the load without shards.
  reservations: table('Reservations', { env: bindings.reservationsTable, partition: string('orderId') }),
  // Only written when a merchant changes or restocks a product, so never hot.
  products: table('Products', { env: bindings.productsTable, partition: string('productId'), sort: string('sk') }),
} as const;
