// The routes of the catalog.

import { systemClock } from '../shared/base/clock.ts';
import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { type Page, pageOf } from '../shared/tables/shelf.ts';
import { changeProduct, deleteProduct, newProduct, newProducts } from './change-product.ts';
import { contract } from './contract.ts';
import { alive, type ListedProduct, present, type StoredProduct, summaryOf } from './product.ts';
import { ReadCache } from './read-cache.ts';
import { type Search, searchProducts } from './search-products.ts';
import { findProduct, listShards, readShelf, readStall } from './store.ts';

// About 1 KB per product, 30 KB per page of 100: 17 MB of the function's 512.
const products = new ReadCache(findProduct, 2_000, systemClock);
const pages = new ReadCache((key) => readSummaries(JSON.parse(key) as Search), 500, systemClock);

async function readSummaries(list: Search) {
  const { items, next } = await readPage(list);
  return { items: items.map(summaryOf), next };
}

/** A list that has no key of its own is a search. */
function readPage(list: Search): Promise<Page<StoredProduct | ListedProduct>> {
  const { category, query, merchantId, limit, before } = list;
  if (query !== undefined || (merchantId !== undefined && category !== undefined)) return searchProducts(list);
  const wanted = { limit, ...(before && { before }) };
  if (merchantId !== undefined)
    return pageOf<ListedProduct>(1, (_, most, from) => readStall(merchantId, most, from), wanted);
  return pageOf<ListedProduct>(listShards(), (shard, most, from) => readShelf(category, shard, most, from), wanted);
}

export const handler = httpHandler(contract, {
  listProducts: ({ query: { limit, cursor, category, query, merchantId } }) => {
    const scope = `products#${JSON.stringify([category, query, merchantId])}`;
    return listPage(scope, cursor, async (after: { before: string } | undefined) => {
      const page = await pages.get(JSON.stringify({ category, query, merchantId, limit, ...after }));
      return { items: page?.items ?? [], next: page?.next ? { before: page.next } : undefined };
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
