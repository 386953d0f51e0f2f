// The cart's own copy of products, fed by ProductChanged, so reading and ordering a cart never calls the catalog.
//
// pattern                | key condition                            | cost
// store a change         | put productId, if not at a later version | 1 WCU
// the products of a cart | batch get, at most 20 productIds         | 0.5 RCU each, 1 for an order
import { readById } from '../shared/tables/batch-get.ts';
import { keepNewest } from '../shared/tables/conditional-write.ts';
import { itemOf } from '../shared/tables/item.ts';
import { tables } from './resources.ts';

export interface ProductCopy {
  readonly productId: string;
  readonly version: number;
  readonly merchantId: string;
  readonly name: string;
  readonly priceCents: number;
  readonly imageUrl: string | null;
  /** Kept so that an event from before the deletion cannot restore the product. */
  readonly deleted: boolean;
}

/** Returns false when this version or a later one is stored: events arrive more than once and in any order. */
export const keepProduct = (copy: ProductCopy): Promise<boolean> => keepNewest(tables.productCopies, copy);

export const findProducts = (productIds: readonly string[], options: { readonly ConsistentRead: boolean }) =>
  readById<ProductCopy>(
    productIds.map((productId) => itemOf(tables.productCopies, { productId })),
    ({ productId }) => productId,
    options,
  );
