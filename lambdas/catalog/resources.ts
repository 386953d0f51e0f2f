// What the catalog keeps: products, two sharded lists of them and each merchant's own.
import { string, table } from '../shared/base/resources.ts';

/** Environment names of what this service's functions are bound to. */
export const bindings = { productsTable: 'PRODUCTS_TABLE' } as const;

/** What a list shows: descriptions, most of a product, stay out of it. */
const shown = ['name', 'category', 'priceCents', 'imageUrl', 'version', 'createdAtMs'] as const;
const sort = string('position');

export const tables = {
  products: table('Products', {
    env: bindings.productsTable,
    partition: string('productId'),
    shards: 4,
    indexes: {
      byCategory: { partition: string('shelf'), sort, projection: ['merchantId', ...shown] },
      byArrival: { partition: string('front'), sort, projection: ['merchantId', ...shown] },
      byMerchant: { partition: string('merchantId'), sort, projection: shown },
    },
  }),
} as const;
