// What a product is, and what may become of it. Its version grows by one with each change, and each change is told once.
import { createHash } from 'node:crypto';
import { toBase62 } from '../shared/base/base62.ts';
import { inChunks } from '../shared/base/chunks.ts';
import { isoTime } from '../shared/base/clock.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/retry-on-conflict.ts';
import {
  type ChangeProduct,
  type CreateProduct,
  catalogProblems,
  type Product,
  type ProductSummary,
} from './contract.ts';
import { addProduct, findProduct, replaceProduct } from './store.ts';

interface Kept {
  readonly productId: string;
  readonly merchantId: string;
  readonly name: string;
  readonly category: string;
  readonly priceCents: number;
  readonly imageUrl?: string;
  readonly version: number;
  readonly createdAtMs: number;
  /** The operation that made this version, so that its retry is told from another's change. */
  readonly operationId: string;
}

/** A product as an index of the lists has it. */
export type ListedProduct = Omit<Kept, 'operationId'> & { readonly position: string };
export interface StoredProduct extends Kept {
  readonly description: string;
  readonly updatedAtMs: number;
}
/** What is left of a deleted product: enough to say what it was, and no list has it. */
export interface DeletedProduct extends Kept {
  readonly deletedAtMs: number;
}

/** What the rules need of a call. */
export interface Change {
  readonly nowMs: number;
  readonly operationId: string;
  readonly correlationId: string;
}

const isDeleted = (product: StoredProduct | DeletedProduct): product is DeletedProduct => 'deletedAtMs' in product;

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

type Either = StoredProduct | DeletedProduct;

/** Writes what `next` makes of the merchant's product, and judges anew when another change came first; nothing on undefined. */
const replace = (
  merchantId: string,
  productId: string,
  change: Change,
  next: (before: Either) => Either | undefined,
): Promise<Either> =>
  retryOnConflict(`product ${productId}`, async () => {
    const before = await findProduct(productId);
    if (!before) throw new Problem(problems.notFound, 'There is no such product.');
    if (before.merchantId !== merchantId)
      throw new Problem(problems.forbidden, 'This is the product of another merchant.');
    const after = next(before);
    if (!after) return before;
    return (await replaceProduct(after, change)) ? after : CONFLICT;
  });

/** The product itself; refuses with NOT_FOUND and PRODUCT_GONE. */
export function alive(product: Either | undefined): StoredProduct {
  if (!product) throw new Problem(problems.notFound, 'There is no such product.');
  if (isDeleted(product)) throw new Problem(catalogProblems.productGone);
  return product;
}

export const summaryOf = (product: Omit<Kept, 'operationId'>): ProductSummary => ({
  productId: product.productId,
  merchantId: product.merchantId,
  name: product.name,
  category: product.category,
  priceCents: product.priceCents,
  imageUrl: product.imageUrl ?? null,
  version: product.version,
  createdAt: isoTime(product.createdAtMs),
});

export const present = (product: StoredProduct): Product => ({
  ...summaryOf(product),
  description: product.description,
  updatedAt: isoTime(product.updatedAtMs),
});
