// The newest state this page knows of a merchant's products: the catalog's answers may be some seconds old.
import type { Product, ProductSummary } from '../../../../lambdas/catalog/contract.ts';

const changed = new Map<string, Product>();
const deleted = new Set<string>();

export const noteChanged = (product: Product): void => void changed.set(product.productId, product);
export const noteDeleted = (productId: string): void => void deleted.add(productId);

/** The product as read, or this page's newer version. */
export function newest<Known extends ProductSummary>(read: Known): Known | Product {
  const known = changed.get(read.productId);
  return known && known.version > read.version ? known : read;
}

/** One merchant's products as read, with the changes since then. New products come first. */
export function withNewest(read: readonly ProductSummary[], merchantId: string): ProductSummary[] {
  const ids = new Set(read.map(({ productId }) => productId));
  const fresh = [...changed.values()].filter(
    (product) => product.merchantId === merchantId && !ids.has(product.productId),
  );
  return [...fresh.reverse(), ...read.map(newest)].filter(({ productId }) => !deleted.has(productId));
}
