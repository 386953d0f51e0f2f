// Products as inventory knows them, and who may restock one.
import { catalogProblems } from '../catalog/contract.ts';
import { awaited } from '../shared/base/awaited.ts';
import { Problem, problems } from '../shared/base/problem.ts';

/** What inventory keeps of a product of the catalog. */
export interface OwnedProduct {
  readonly productId: string;
  readonly version: number;
  readonly merchantId: string;
  readonly deleted: boolean;
}

/** Refuses with NOT_FOUND one that the catalog's events have not brought. */
export const awaitedProduct = (find: () => Promise<OwnedProduct | undefined>): Promise<OwnedProduct> =>
  awaited(find, 'There is no such product.');

/** Refuses another's product just as none, and with PRODUCT_GONE one's own that is no longer sold. */
export function checkOwner({ merchantId, deleted }: OwnedProduct, userId: string): void {
  if (merchantId !== userId) throw new Problem(problems.notFound, 'You have no such product.');
  if (deleted) throw new Problem(catalogProblems.productGone);
}
