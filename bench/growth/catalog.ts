// Products of four merchants in four categories. Every fourth name has the common word, a dozen have the rare one.
import { COLLECTION, entryOf, positionOf, type StoredProduct } from '../../lambdas/catalog/product.ts';
import { bindings } from '../../lambdas/catalog/resources.ts';
import { shardOf } from '../../lambdas/shared/base/shard-of.ts';
import { shardCount, shardKey } from '../../lambdas/shared/tables/shards.ts';
import { putEntries } from './collections.ts';
import { bornMs, idOf, isRare, type Loader, type Thing } from './loader.ts';

const CATEGORIES = ['bakery', 'books', 'garden', 'tea'] as const;
const WORDS = ['Walnut', 'Copper', 'Linen', 'Amber'] as const;

export const productIdOf = (i: number): string => idOf('product', i).slice(0, 16);

function productOf(thing: Thing): StoredProduct {
  const { i } = thing;
  const atMs = bornMs(thing);
  return {
    productId: productIdOf(i),
    merchantId: `growth-merchant-${Math.floor(i / 4) % 4}`,
    name: `${WORDS[Math.floor(i / 16) % 4]} ${isRare(thing) ? 'sextant' : 'bowl'} of workshop ${i % 97}`,
    description: 'Made by hand, in small numbers, of what grows nearby. '.repeat(6),
    category: CATEGORIES[i % 4] ?? '',
    priceCents: 100 + (i % 5000),
    version: 1,
    createdAtMs: atMs,
    updatedAtMs: atMs,
    operationId: idOf('operation', i),
  };
}

export const catalog: Loader = {
  service: 'catalog',
  things: 'products',
  base: 200,
  rows: (thing) => {
    const product = productOf(thing);
    const shard = shardOf(product.productId, shardCount(bindings.productsTable));
    const keys = {
      shelf: shardKey(product.category, shard),
      front: shardKey('all', shard),
      position: positionOf(product),
    };
    return [{ env: bindings.productsTable, item: { ...product, ...keys } }];
  },
  index: (things) =>
    putEntries(
      COLLECTION,
      things.map((thing) => entryOf(productOf(thing))),
    ),
  asks: [
    { route: 'listProducts' },
    { route: 'listProducts', about: 'category', query: { category: 'tea' } },
    { route: 'listProducts', about: 'merchantId', query: { merchantId: 'growth-merchant-1' } },
    { route: 'listProducts', about: 'query of a common word', query: { query: 'walnut' } },
    { route: 'listProducts', about: 'query of a rare word', query: { query: 'sextant' } },
    { route: 'listProducts', about: 'query in a category', query: { query: 'walnut', category: 'tea' } },
    {
      route: 'listProducts',
      about: 'merchantId and category',
      query: { merchantId: 'growth-merchant-1', category: 'tea' },
    },
  ],
};
