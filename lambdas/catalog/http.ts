// The routes of the catalog.

import { systemClock } from '../shared/base/clock.ts';
import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { type Page, pageOf } from '../shared/tables/shelf.ts';
import { changeProduct, deleteProduct, newProduct, newProducts } from './change-product.ts';
import { contract } from './contract.ts';
import { alive, type ListedProduct, present, summaryOf } from './product.ts';
import { ReadCache } from './read-cache.ts';
import { searchProducts } from './search-products.ts';
import { findProduct, listShards, readShelf, readStall } from './store.ts';

interface List {
  readonly category?: string;
  readonly query?: string;
  readonly merchantId?: string;
  readonly limit: number;
  readonly before?: string;
}

// About 1 KB per product, 30 KB per page of 100: 17 MB of the function's 512.
const products = new ReadCache(findProduct, 2_000, systemClock);
const pages = new ReadCache((key) => readPage(JSON.parse(key) as List), 500, systemClock);

type Shown = Parameters<typeof summaryOf>[0];

/** A list that has no key of its own is a search. */
function readPage({ category, query, merchantId, limit, before }: List): Promise<Page<Shown>> {
  const wanted = { limit, ...(before && { before }) };
  if (query !== undefined || (merchantId !== undefined && category !== undefined))
    return searchProducts({
      ...wanted,
      ...(query !== undefined && { query }),
      ...(category && { category }),
      ...(merchantId && { merchantId }),
    });
  if (merchantId !== undefined)
    return pageOf<ListedProduct>(1, (_, most, from) => readStall(merchantId, most, from), wanted);
  return pageOf<ListedProduct>(listShards(), (shard, most, from) => readShelf(category, shard, most, from), wanted);
}

export const handler = httpHandler(contract, {
  listProducts: ({ query: { limit, cursor, category, query, merchantId } }) => {
    const scope = `products#${JSON.stringify([category, query, merchantId])}`;
    return listPage(scope, cursor, async (after: { before: string } | undefined) => {
      const page = await pages.get(JSON.stringify({ category, query, merchantId, limit, ...after }));
      return { items: (page?.items ?? []).map(summaryOf), next: page?.next ? { before: page.next } : undefined };
    });
  },
  getProduct: async ({ path }) => present(alive(await products.get(path.productId))),
  createProduct: async ({ user, body, ...call }) => present(await newProduct(user.userId, body, call)),
  importProducts: async ({ user, body, ...call }) => ({
    items: (await newProducts(user.userId, body.products, call)).map(present),
  }),
  changeProduct: async ({ user, path, body, ...call }) => {
    const changed = await changeProduct(user.userId, path.productId, body, call);
    products.forget(path.productId);
    return present(changed);
  },
  deleteProduct: async ({ user, path, ...call }) => {
    await deleteProduct(user.userId, path.productId, call);
    products.forget(path.productId);
  },
});
