// Restocking: by the owner of a product only, and once for an operation.
import { awaitedProduct, checkOwner } from './product.ts';
import { findProduct } from './product-store.ts';
import { addStock } from './restock-store.ts';

interface Call {
  readonly operationId: string;
  readonly nowMs: number;
}

/** Refuses with NOT_FOUND and PRODUCT_GONE. */
export async function restock(merchantId: string, productId: string, quantity: number, call: Call): Promise<void> {
  checkOwner(await awaitedProduct(() => findProduct(productId)), merchantId);
  await addStock(productId, quantity, call);
}

const AT_A_TIME = 10;

/** Each item is an operation of its own, also of a product that is named twice: what was added by an earlier try is not added again. */
export async function restockAll(
  merchantId: string,
  items: readonly { readonly productId: string; readonly quantity: number }[],
  { operationId, nowMs }: Call,
): Promise<void> {
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    const some = items.slice(start, start + AT_A_TIME).map(({ productId, quantity }, i) => {
      const call = { operationId: `${operationId}-${start + i}`, nowMs };
      return restock(merchantId, productId, quantity, call);
    });
    await Promise.all(some);
  }
}
