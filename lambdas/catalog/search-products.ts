// Products by words, or by merchant and category: search finds their ids, and the table has what they are now.
import { newId } from '../shared/base/ids.ts';
import { nameMatcher } from '../shared/base/text/name-matcher.ts';
import { findEntries } from '../shared/messaging/search-client.ts';
import type { Page } from '../shared/tables/shelf.ts';
import { COLLECTION, filtersOf, isDeleted, type KeptProduct, productIdOf, type StoredProduct } from './product.ts';
import { readProducts } from './store.ts';

/** A page of the products' list. */
export interface Search {
  readonly category?: string;
  readonly query?: string;
  readonly merchantId?: string;
  readonly limit: number;
  readonly before?: string;
}

/**
 * Newest first. The index is a second or two behind: a product that was deleted or no longer matches is left out, so a
 * page may be short. Refuses with SEARCH_UNAVAILABLE.
 */
export async function searchProducts({ category, query, merchantId, ...page }: Search): Promise<Page<StoredProduct>> {
  const filters = filtersOf({ ...(category && { category }), ...(merchantId && { merchantId }) });
  const asked = {
    collection: COLLECTION,
    ...(query !== undefined && { query }),
    readers: ['public'],
    filters,
    ...page,
  };
  // One search may serve several requests, so it has an id of its own.
  const { ids, next } = await findEntries(asked, newId());
  const found = await readProducts(ids.map(productIdOf));
  const isNamed = query === undefined ? () => true : nameMatcher(query);
  const isWanted = (product: KeptProduct): product is StoredProduct =>
    !isDeleted(product) &&
    (category === undefined || product.category === category) &&
    (merchantId === undefined || product.merchantId === merchantId) &&
    isNamed(product.name);
  const items = ids.flatMap((id) => found.get(productIdOf(id)) ?? []).filter(isWanted);
  return { items, ...(next !== undefined && { next }) };
}
