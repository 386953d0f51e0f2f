// The routes of the inventory service.
import { httpHandler } from '../shared/http/http.ts';
import { contract } from './contract.ts';
import { checkKnown } from './product.ts';
import { findProduct } from './product-store.ts';
import { restock, restockAll } from './restock.ts';
import { totalOf } from './stock.ts';
import { bucketsOf, readBuckets } from './stock-store.ts';

const stockOf = async (productId: string) => readBuckets(bucketsOf(productId));

export const handler = httpHandler(contract, {
  readStock: async ({ path: { productId } }) => {
    const buckets = await stockOf(productId);
    // A product that was never restocked has no buckets, whether it exists or not.
    if (buckets.length === 0) checkKnown(await findProduct(productId));
    return totalOf(buckets);
  },
  restock: async ({ user, path: { productId }, body: { quantity }, ...call }) => {
    await restock(user.userId, productId, quantity, call);
    return totalOf(await stockOf(productId));
  },
  restockAll: ({ user, body: { items }, ...call }) => restockAll(user.userId, items, call),
});
