// A product, and how it is shown. Pure.
import { isoTime } from '../shared/base/clock.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import type { Listed } from '../shared/base/resources.ts';
import type { SearchEntry } from '../shared/base/search-tasks.ts';
import { catalogProblems, type Product, type ProductSummary } from './contract.ts';
import type { tables } from './resources.ts';

interface Kept {
  readonly productId: string;
  readonly merchantId: string;
  readonly name: string;
  readonly category: string;
  readonly priceCents: number;
  readonly imageUrl?: string;
  readonly version: number;
  readonly createdAtMs: number;
  /** The operation that wrote this version; it tells a retry from a conflicting change. */
  readonly operationId: string;
}

export interface StoredProduct extends Kept {
  readonly description: string;
  readonly updatedAtMs: number;
}
/** A product as the list indexes hold it. */
export type ListedProduct = Listed<
  StoredProduct & { readonly position: string },
  typeof tables.products,
  typeof tables.products.index.byArrival
>;
/** The remains of a deleted product: enough to identify it. No list includes it. */
export interface DeletedProduct extends Kept {
  readonly deletedAtMs: number;
}

/** The facts about a call that the rules need. */
export interface Change {
  readonly nowMs: number;
  readonly operationId: string;
  readonly correlationId: string;
}

/** A product as stored. */
export type KeptProduct = StoredProduct | DeletedProduct;

export const isDeleted = (product: KeptProduct): product is DeletedProduct => 'deletedAtMs' in product;

/** The product if it exists; refuses with NOT_FOUND and PRODUCT_GONE. */
export function alive(product: KeptProduct | undefined): StoredProduct {
  if (!product) throw new Problem(problems.notFound, 'No such product exists.');
  if (isDeleted(product)) throw new Problem(catalogProblems.productGone);
  return product;
}

/** Where a product stands in every list: the newest has the highest. */
export const positionOf = ({ createdAtMs, productId }: Pick<Kept, 'createdAtMs' | 'productId'>): string =>
  `${isoTime(createdAtMs)}#${productId}`;

export const COLLECTION = 'products';
export const filtersOf = ({ category, merchantId }: { category?: string; merchantId?: string }): string[] => [
  ...(category === undefined ? [] : [`category:${category}`]),
  ...(merchantId === undefined ? [] : [`merchant:${merchantId}`]),
];

/** The product as search keeps it: found by everybody, by its name. */
export function entryOf(product: KeptProduct): SearchEntry {
  const entry = { id: positionOf(product), version: product.version };
  if (isDeleted(product)) return { ...entry, removed: true };
  return { ...entry, text: product.name, readers: ['public'], filters: filtersOf(product) };
}
export const productIdOf = (entryId: string): string => entryId.slice(entryId.indexOf('#') + 1);

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
