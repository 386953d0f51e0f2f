// Changes of a product: each raises its version by one and publishes one event.
import { createHash } from 'node:crypto';
import { inChunks } from '../shared/base/chunks.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { toBase62 } from '../shared/base/text/base62.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import { type ChangeProduct, type CreateProduct, catalogProblems } from './contract.ts';
import { alive, type Change, isDeleted, type KeptProduct, type StoredProduct } from './product.ts';
import { addProduct, findProduct, replaceProduct } from './store.ts';

const ID_LENGTH = 16;

/** The same for every attempt of an operation, so a retry finds its product. 95 bits make a collision negligible. */
function productIdOf(operationId: string): string {
  const digest = createHash('sha256').update(`product#${operationId}`).digest('hex');
  return toBase62(BigInt(`0x${digest}`) % 62n ** BigInt(ID_LENGTH), ID_LENGTH);
}

/** Creates an operation's product, once. Refuses with PRODUCT_GONE when it was created before and deleted since. */
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

/** Each product is its own operation: a product that already exists is left unchanged. */
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
      throw new Problem(
        catalogProblems.versionConflict,
        `The current version is ${current.version}. Read the product again.`,
      );
    const { productId, merchantId, createdAtMs } = current;
    const kept = { productId, merchantId, createdAtMs };
    return { ...wish, ...kept, version: version + 1, updatedAtMs: change.nowMs, operationId: change.operationId };
  }).then(alive);
}

/** Idempotent. Refuses with NOT_FOUND and FORBIDDEN. */
export async function deleteProduct(merchantId: string, productId: string, change: Change): Promise<void> {
  await replace(merchantId, productId, change, (before) => {
    if (isDeleted(before)) return undefined;
    const { productId, merchantId, name, category, priceCents, imageUrl, version, createdAtMs } = before;
    const kept = { productId, merchantId, name, category, priceCents, createdAtMs, ...(imageUrl && { imageUrl }) };
    return { ...kept, version: version + 1, deletedAtMs: change.nowMs, operationId: change.operationId };
  });
}

/** Writes what `next` returns, or nothing on undefined; calls `next` again when another change came first. */
const replace = (
  merchantId: string,
  productId: string,
  change: Change,
  next: (before: KeptProduct) => KeptProduct | undefined,
): Promise<KeptProduct> =>
  retryOnConflict(`product ${productId}`, async () => {
    const before = await findProduct(productId);
    if (!before) throw new Problem(problems.notFound, 'No such product exists.');
    if (before.merchantId !== merchantId)
      throw new Problem(problems.forbidden, 'This product belongs to another merchant.');
    const after = next(before);
    if (!after) return before;
    return (await replaceProduct(after, change)) ? after : CONFLICT;
  });
