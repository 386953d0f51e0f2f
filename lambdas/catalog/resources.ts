// Resources of the catalog: products, two sharded lists of them and one list per merchant.
import { string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = { productsTable: 'PRODUCTS_TABLE' } as const;

/** Attributes that lists show. Descriptions, the bulk of a product, are left out. */
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
