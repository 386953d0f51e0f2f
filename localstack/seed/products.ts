// The demo merchant's products with their pictures and stock.
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import { headersOf, PICTURES } from '../console-file.ts';
import type { Outputs } from '../outputs.ts';
import { each, post } from './api.ts';
import { type Picture, pictureOf } from './pictures.ts';
import { samples } from './shelves.ts';

/** Maximum items of one import and of one restocking. */
const AT_ONCE = 50;
const STOCK = 100;

interface Made {
  readonly productId: string;
  readonly createdAt: string;
}

/** Answers how many products are new. */
export async function seedProducts(outputs: Outputs, token: string): Promise<number> {
  const startedAt = new Date().toISOString();
  const drawn = samples.map((sample) => ({ sample, picture: pictureOf(sample) }));
  const products = drawn.map(({ sample, picture }) => ({ ...sample, imageUrl: `/${picture.key}` }));
  const [, ...imported] = await Promise.all([
    hang(
      outputs.consoleBucket,
      drawn.map(({ picture }) => picture),
    ),
    ...chunksOf(products, AT_ONCE).map((some, i) => importSome(outputs, token, i, some)),
  ]);
  const made = imported.flat();
  await stock(outputs, token, made);
  return made.filter(({ createdAt }) => createdAt >= startedAt).length;
}

/** One idempotency key per part: a repeat gets the first result. A changed seed leaves existing products unchanged. */
async function importSome({ apiDirectUrl }: Outputs, token: string, i: number, products: object[]): Promise<Made[]> {
  const sent = { token, key: `demo-products-${i}`, fine: ['IDEMPOTENCY_KEY_REUSED'] };
  const { items = [] } = (await post(`${apiDirectUrl}/products/import`, { products }, sent)) as { items?: Made[] };
  return items;
}

/** The console's publisher does not touch these files. */
async function hang(Bucket: string, pictures: readonly Picture[]): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: PICTURES }));
  const there = new Set(Contents.map(({ Key }) => Key));
  const missing = pictures.filter(({ key }) => !there.has(key));
  await each(8, missing, ({ key, svg }) =>
    s3.send(new PutObjectCommand({ Bucket, Key: key, Body: svg, ...headersOf(key) })),
  );
}

/**
 * The last product tells whether all are stocked. The inventory learns of new products by events, so it is retried. On
 * a busy machine an answer may also take longer than the service waits.
 */
async function stock({ apiDirectUrl }: Outputs, token: string, made: readonly Made[]): Promise<void> {
  const last = made.at(-1);
  if (!last) return;
  const answer = await fetch(`${apiDirectUrl}/products/${last.productId}/stock`);
  const { available = 0, reserved = 0, sold = 0 } = (answer.ok ? await answer.json() : {}) as Record<string, number>;
  if (available + reserved + sold > 0) return;
  const items = made.map(({ productId }) => ({ productId, quantity: STOCK }));
  const add = (some: typeof items, i: number) => {
    const sent = { token, key: `demo-stock-${i}`, later: ['NOT_FOUND', 'INTERNAL'] };
    return post(`${apiDirectUrl}/stock`, { items: some }, sent);
  };
  const parts = chunksOf(items, AT_ONCE);
  await Promise.all(parts.slice(0, -1).map(add));
  await add(parts.at(-1) ?? [], parts.length - 1);
}
