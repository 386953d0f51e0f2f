// What becomes of a product: its version grows by one with each change, and each change is told once.
import { createHash } from 'node:crypto';
import { toBase62 } from '../shared/base/base62.ts';
import { inChunks } from '../shared/base/chunks.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/retry-on-conflict.ts';
import { type ChangeProduct, type CreateProduct, catalogProblems } from './contract.ts';
import { alive, type Change, isDeleted, type KeptProduct, type StoredProduct } from './product.ts';
import { addProduct, findProduct, replaceProduct } from './store.ts';

const ID_LENGTH = 16;

/** The same for every try of an operation: a retry finds the product it made. 95 bits, so that two never meet. */
function productIdOf(operationId: string): string {
  const digest = createHash('sha256').update(`product#${operationId}`).digest('hex');
  return toBase62(BigInt(`0x${digest}`) % 62n ** BigInt(ID_LENGTH), ID_LENGTH);
}

/** Makes the product of an operation, once. Refuses with PRODUCT_GONE when it was made before and deleted since. */
export function newProduct(merchantId: string, wish: CreateProduct, change: Change): Promise<StoredProduct> {
  const made: StoredProduct = {
    ...wish,
    productId: productIdOf(change.operationId),
    merchantId,
    version: 1,
    createdAtMs: change.nowMs,
    updatedAtMs: change.nowMs,
    operationId: change.operationId,
  };
  return retryOnConflict(`product ${made.productId}`, async () => {
    if (await addProduct(made, change)) return made;
    const found = await findProduct(made.productId);
    return found ? alive(found) : CONFLICT;
  });
}

const AT_A_TIME = 10;

/** Each product is an operation of its own: one that is there already is left as it is. */
export const newProducts = (
  merchantId: string,
  wishes: readonly CreateProduct[],
  change: Change,
): Promise<StoredProduct[]> =>
  inChunks(wishes, AT_A_TIME, (wish, i) =>
    newProduct(merchantId, wish, { ...change, operationId: `${change.operationId}-${i}` }),
  );

/** Refuses with NOT_FOUND, FORBIDDEN, PRODUCT_GONE, and VERSION_CONFLICT when another change came first. */
export async function changeProduct(
  merchantId: string,
  productId: string,
  { version, ...wish }: ChangeProduct,
  change: Change,
): Promise<StoredProduct> {
  return replace(merchantId, productId, change, (before) => {
    const current = alive(before);
    if (current.operationId === change.operationId) return undefined;
    if (current.version !== version)
      throw new Problem(catalogProblems.versionConflict, `It is at version ${current.version} now: read it again.`);
    const { productId, merchantId, createdAtMs } = current;
    const kept = { productId, merchantId, createdAtMs };
    return { ...wish, ...kept, version: version + 1, updatedAtMs: change.nowMs, operationId: change.operationId };
  }).then(alive);
}

/** Deleting twice is deleting once. Refuses with NOT_FOUND and FORBIDDEN. */
export async function deleteProduct(merchantId: string, productId: string, change: Change): Promise<void> {
  await replace(merchantId, productId, change, (before) => {
    if (isDeleted(before)) return undefined;
    const { productId, merchantId, name, category, priceCents, imageUrl, version, createdAtMs } = before;
    const kept = { productId, merchantId, name, category, priceCents, createdAtMs, ...(imageUrl && { imageUrl }) };
    return { ...kept, version: version + 1, deletedAtMs: change.nowMs, operationId: change.operationId };
  });
}

/** Writes what `next` makes of the merchant's product, and judges anew when another change came first; nothing on undefined. */
const replace = (
  merchantId: string,
  productId: string,
  change: Change,
  next: (before: KeptProduct) => KeptProduct | undefined,
): Promise<KeptProduct> =>
  retryOnConflict(`product ${productId}`, async () => {
    const before = await findProduct(productId);
    if (!before) throw new Problem(problems.notFound, 'There is no such product.');
    if (before.merchantId !== merchantId)
      throw new Problem(problems.forbidden, 'This is the product of another merchant.');
    const after = next(before);
    if (!after) return before;
    return (await replaceProduct(after, change)) ? after : CONFLICT;
  });
