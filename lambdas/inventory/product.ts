// Products as inventory knows them, and who can restock them.
import { catalogProblems } from '../catalog/contract.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { awaited } from '../shared/base/waits/awaited.ts';

/** The part of a catalog product that inventory stores. */
export interface OwnedProduct {
  readonly productId: string;
  readonly version: number;
  readonly merchantId: string;
  readonly deleted: boolean;
}

/** Refuses with NOT_FOUND a product that the catalog's events have not delivered. */
export const awaitedProduct = (find: () => Promise<OwnedProduct | undefined>): Promise<OwnedProduct> =>
  awaited(find, 'No such product exists.');

/** Refuses with NOT_FOUND a product that is unknown now. A read, which anybody may send, waits for no event. */
export function checkKnown(product: OwnedProduct | undefined): void {
  if (!product)
    throw new Problem(problems.notFound, 'No such product exists. One that was just created is known in a moment.');
}

/** Refuses another merchant's product with NOT_FOUND, and the caller's own deleted product with PRODUCT_GONE. */
export function checkOwner({ merchantId, deleted }: OwnedProduct, userId: string): void {
  if (merchantId !== userId) throw new Problem(problems.notFound, 'You have no such product.');
  if (deleted) throw new Problem(catalogProblems.productGone);
}
