// Products as inventory knows them, and who may restock one.
import { catalogProblems } from '../catalog/contract.ts';
import { pause } from '../shared/clock.ts';
import { Problem, problems } from '../shared/problem.ts';

/** What inventory keeps of a product of the catalog. */
export interface OwnedProduct {
  readonly productId: string;
  readonly version: number;
  readonly merchantId: string;
  readonly deleted: boolean;
}

/** The catalog's event is on its way for a moment after a product was made: until then it is looked for again. */
const PAUSES_MS = [100, 200, 400, 800, 1500];

/** Refuses with NOT_FOUND a product that three seconds did not bring. */
export async function awaitedProduct(
  find: () => Promise<OwnedProduct | undefined>,
  wait = pause,
): Promise<OwnedProduct> {
  for (const ms of [...PAUSES_MS, 0]) {
    const product = await find();
    if (product) return product;
    await wait(ms);
  }
  throw new Problem(problems.notFound, 'There is no such product.');
}

/** Refuses another's product just as none, and with PRODUCT_GONE one's own that is no longer sold. */
export function checkOwner({ merchantId, deleted }: OwnedProduct, userId: string): void {
  if (merchantId !== userId) throw new Problem(problems.notFound, 'You have no such product.');
  if (deleted) throw new Problem(catalogProblems.productGone);
}
