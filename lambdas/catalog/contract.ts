// Contract of the catalog: products anyone can read, each managed by the merchant who created it.
import * as z from 'zod/mini';
import { event, pageQuery, prose, route, text } from '../shared/base/contract.ts';
import { problem, problems } from '../shared/base/problem.ts';
import { tables } from './resources.ts';

export { bindings } from './resources.ts';

export const catalogProblems = {
  productGone: problem(410, 'PRODUCT_GONE', 'This product is no longer sold'),
  versionConflict: problem(409, 'VERSION_CONFLICT', 'The product was changed since you read it'),
} as const;

const ProductId = z
  .string()
  .check(z.regex(/^[0-9A-Za-z]{16}$/))
  .register(z.globalRegistry, { id: 'ProductId', description: '16 letters and digits' });
const Category = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9]{0,15}(?:-[a-z0-9]{1,15}){0,3}$/))
  .register(z.globalRegistry, {
    id: 'Category',
    description: 'Small letters and digits, in words with hyphens between',
  });
/** An image on this site. Pages load no other images, so no third party learns who views a product. */
const ImageUrl = z
  .string()
  .check(z.regex(/^\/(?:assets|media)(?:\/[A-Za-z0-9_-]{1,64}){1,6}(?:\.[a-z0-9]{2,5})?$/))
  .register(z.globalRegistry, { id: 'ImageUrl', description: 'A path of this site below /assets/ or /media/' });
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it refuses, spelled as every language's regex reads it
const oneLine = z.regex(/^[^\u0000-\u001f\u007f-\u009f]*$/);
// biome-ignore lint/suspicious/noControlCharactersInRegex: likewise, but for the line feed
const lines = z.regex(/^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f]*$/);

const wish = {
  name: prose(1, 120).check(oneLine, z.regex(/\S/)),
  description: prose(0, 2000).check(lines),
  category: Category,
  priceCents: z.int().check(z.minimum(1), z.maximum(10_000_000)),
  imageUrl: z.optional(ImageUrl),
};
export const CreateProduct = z.strictObject(wish);
/** `version` is the version you read. A change made since then is not overwritten. */
export const ChangeProduct = z.strictObject({ ...wish, version: z.int().check(z.minimum(1), z.maximum(2 ** 31 - 1)) });
export const ImportProducts = z.strictObject({
  products: z.array(CreateProduct).check(z.minLength(1), z.maxLength(50)),
});

const Instant = z.iso.datetime({ offset: false });
const summary = {
  productId: ProductId,
  merchantId: z.string(),
  name: z.string(),
  category: Category,
  priceCents: z.int(),
  imageUrl: z.nullable(z.string()),
  version: z.int(),
  createdAt: Instant,
};
export const ProductSummary = z.object(summary);
export const Product = z.object({ ...summary, description: z.string(), updatedAt: Instant });
export const ProductPage = z.object({ items: z.array(ProductSummary), cursor: z.optional(z.string()) });
export const Imported = z.object({ items: z.array(Product) });

export const ListQuery = z.strictObject({
  ...pageQuery.shape,
  category: z.optional(Category),
  query: z.optional(text(1, 100)),
  /** Filters by one merchant. */
  merchantId: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))),
});

export type CreateProduct = z.infer<typeof CreateProduct>;
export type ChangeProduct = z.infer<typeof ChangeProduct>;
export type Product = z.infer<typeof Product>;
export type ProductSummary = z.infer<typeof ProductSummary>;
export type ListQuery = z.infer<typeof ListQuery>;

export const events = {
  /** The full state, so consumers need not ask back. `version` grows by one per change: keep the highest. */
  productChanged: event(
    'catalog',
    'ProductChanged',
    1,
    z.object({
      productId: z.string(),
      version: z.int(),
      merchantId: z.string(),
      name: z.string(),
      category: z.string(),
      priceCents: z.int(),
      imageUrl: z.nullable(z.string()),
      deleted: z.boolean(),
    }),
  ),
} as const;

const byId = z.strictObject({ productId: ProductId });
const path = { productId: '7hTq2LkXv0PzRb4m' };
const wished = {
  name: 'Sourdough loaf',
  description: 'Rye and wheat, baked this morning.',
  category: 'bakery',
  priceCents: 480,
  imageUrl: '/assets/products/sourdough-loaf-1F0C2A9B.svg',
};
const { description, ...listed } = wished;
const listedExample = {
  ...path,
  ...listed,
  merchantId: '3f1c9a52-7d0e-4a6b-9c1d-2b8e5f7a9d10',
  version: 1,
  createdAt: '2026-03-01T08:00:00.000Z',
};
const example = { ...listedExample, description, updatedAt: listedExample.createdAt };
const changed = { ...example, priceCents: 450, version: 2, updatedAt: '2026-03-02T08:00:00.000Z' };
const ofOwner = [problems.notFound, catalogProblems.productGone];

export const contract = {
  service: 'catalog',
  keptByCdn: '/api/products*',
  tables,
  routes: {
    listProducts: route('GET /api/products', {
      summary:
        'Products, newest first. `query`: every word begins a word of the name. New names are searchable within seconds. A ' +
        'page of a search, or of a merchant and a category, may be short or empty although there is a cursor',
      auth: 'none',
      query: ListQuery,
      status: 200,
      response: ProductPage,
      cacheSeconds: 10,
      problems: [problems.invalidCursor, problems.searchUnavailable],
      example: { query: { category: 'bakery', query: 'sour', limit: '20' }, response: { items: [listedExample] } },
    }),
    getProduct: route('GET /api/products/{productId}', {
      summary: 'One product; up to 10 s old here, and as long again wherever it was kept on the way',
      auth: 'none',
      path: byId,
      status: 200,
      response: Product,
      cacheSeconds: 10,
      problems: ofOwner,
      example: { path, response: example },
    }),
    createProduct: route('POST /api/products', {
      summary: 'Offer a product',
      auth: 'user',
      roles: ['merchant'],
      body: CreateProduct,
      status: 201,
      response: Product,
      limit: 'write',
      idempotency: 'optional',
      problems: [catalogProblems.productGone],
      example: { body: wished, response: example },
    }),
    importProducts: route('POST /api/products/import', {
      summary: 'Offer up to 50 products at once; sent again under its Idempotency-Key it makes those that are missing',
      auth: 'user',
      roles: ['merchant'],
      body: ImportProducts,
      status: 201,
      response: Imported,
      limit: 'write',
      idempotency: 'optional',
      problems: [catalogProblems.productGone],
      example: { body: { products: [wished] }, response: { items: [example] } },
    }),
    changeProduct: route('PUT /api/products/{productId}', {
      summary: 'Change one of your products as you read it: `version` keeps a change of somebody else from being lost',
      auth: 'user',
      roles: ['merchant'],
      path: byId,
      body: ChangeProduct,
      status: 200,
      response: Product,
      limit: 'write',
      idempotency: 'optional',
      problems: [...ofOwner, catalogProblems.versionConflict],
      example: { path, body: { ...wished, priceCents: 450, version: 1 }, response: changed },
    }),
    deleteProduct: route('DELETE /api/products/{productId}', {
      summary: 'Stop selling one of your products; doing it twice is doing it once',
      auth: 'user',
      roles: ['merchant'],
      path: byId,
      status: 204,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound],
      example: { path },
    }),
  },
} as const;
