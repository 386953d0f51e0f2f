// Product owners, copied from the catalog's events; the ledger of restock-store.ts shares their partition.
//
// pattern                         | key condition                       | cost
// store a product, newest version | put productId, sk product, if newer | 1 WCU
// one product                     | get productId, sk product           | 1 RCU
import { keepNewest } from '../shared/tables/conditional-write.ts';
import { itemOf, readItem } from '../shared/tables/item.ts';
import type { OwnedProduct } from './product.ts';
import { tables } from './resources.ts';

const PRODUCT = 'product';

/** Keeps the highest version; an older or repeated version changes nothing. */
export const keepProduct = (product: OwnedProduct): Promise<boolean> =>
  keepNewest(tables.products, { ...product, sk: PRODUCT });

export const findProduct = (productId: string): Promise<OwnedProduct | undefined> =>
  readItem(itemOf(tables.products, { productId, sk: PRODUCT }));
