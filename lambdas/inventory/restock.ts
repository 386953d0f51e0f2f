// Restocking: by the owner of a product only, and once per operation.
import type { Call } from '../shared/base/call.ts';
import { inChunks } from '../shared/base/chunks.ts';
import { awaitedProduct, checkOwner } from './product.ts';
import { findProduct } from './product-store.ts';
import { addStock } from './restock-store.ts';

type Operation = Pick<Call, 'operationId' | 'nowMs'>;

/** Refuses with NOT_FOUND and PRODUCT_GONE. */
export async function restock(merchantId: string, productId: string, quantity: number, call: Operation): Promise<void> {
  checkOwner(await awaitedProduct(() => findProduct(productId)), merchantId);
  await addStock(productId, quantity, call);
}

const AT_A_TIME = 10;

/** Each item is its own operation, even for a repeated product. What an earlier attempt added is not added again. */
export async function restockAll(
  merchantId: string,
  items: readonly { readonly productId: string; readonly quantity: number }[],
  { operationId, nowMs }: Operation,
): Promise<void> {
  await inChunks(items, AT_A_TIME, ({ productId, quantity }, i) =>
    restock(merchantId, productId, quantity, { operationId: `${operationId}-${i}`, nowMs }),
  );
}
