// The routes of the inventory service.
import { httpHandler } from '../shared/http.ts';
import { contract } from './contract.ts';
import { awaitedProduct, checkOwner } from './product.ts';
import { findProduct } from './product-store.ts';
import { totalOf } from './stock.ts';
import { addStock, bucketsOf, readBuckets } from './stock-store.ts';

const stockOf = async (productId: string) => readBuckets(bucketsOf(productId));

export const handler = httpHandler(contract, {
  readStock: async ({ path: { productId } }) => {
    const buckets = await stockOf(productId);
    // What was never restocked has no buckets, whether it exists or not.
    if (buckets.length === 0) await awaitedProduct(() => findProduct(productId));
    return totalOf(buckets);
  },
  restock: async ({ user, path: { productId }, body: { quantity }, ...call }) => {
    checkOwner(await awaitedProduct(() => findProduct(productId)), user.userId);
    await addStock(productId, quantity, call);
    return totalOf(await stockOf(productId));
  },
});
