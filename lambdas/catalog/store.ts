// The products table. Ids spread by themselves; the lists do not: everything new is at their head, so their keys are sharded.
//
// pattern                        | key condition                                     | index      | cost
// make, change, delete a product | put productId if its version is the one before,   | -          | 2 WCU a KB, 1 in each index,
//   and tell of it               |   with the event, in one transaction              |            |   2 for the event
// one product                    | get productId, strongly consistent                | -          | 1 RCU per 4 KB
// a category, newest first       | shelf <category>#<0..N-1>, position descending    | byCategory | 0.5 RCU per 4 KB and shard
// all products, newest first     | front all#<0..N-1>, position descending           | byArrival  | 0.5 RCU per 4 KB and shard
// a merchant's, newest first     | merchantId, position descending                   | byMerchant | 0.5 RCU per 4 KB
//
// N = 4: a partition takes 1,000 WCU, so 4,000 new products a second; a page asks each shard for as many as it shows.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { isoTime } from '../shared/base/clock.ts';
import { env } from '../shared/base/env.ts';
import { shardOf } from '../shared/base/shard-of.ts';
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { transact } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import { type IndexPart, readPart } from '../shared/tables/index-part.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { events } from './contract.ts';
import type { Change, KeptProduct, ListedProduct, StoredProduct } from './product.ts';
import { bindings, tables } from './resources.ts';

const { byCategory, byArrival, byMerchant } = tables.products.index;
const table = () => ({ TableName: env(bindings.productsTable) });
export const listShards = () => shardCount(bindings.productsTable);

/** False when there is a product with this id. */
export const addProduct = (product: StoredProduct, change: Change): Promise<boolean> =>
  write(product, change, { ConditionExpression: 'attribute_not_exists(productId)' });

/** False when the product is not at the version before this one any more. */
export const replaceProduct = (product: KeptProduct, change: Change): Promise<boolean> =>
  write(product, change, {
    ConditionExpression: 'version = :before',
    ExpressionAttributeValues: { ':before': product.version - 1 },
  });

async function write(product: KeptProduct, change: Change, condition: object): Promise<boolean> {
  const deleted = 'deletedAtMs' in product;
  const told = outboxWrite(
    events.productChanged,
    {
      productId: product.productId,
      version: product.version,
      merchantId: product.merchantId,
      name: product.name,
      category: product.category,
      priceCents: product.priceCents,
      imageUrl: product.imageUrl ?? null,
      deleted,
    },
    change,
  );
  const Item = { ...product, ...(!deleted && listKeys(product)) };
  return (await transact([{ Put: { ...table(), Item, ...condition } }, told])) === undefined;
}

/** Where the lists have the product; a deleted one has no such keys, so no index has it. */
function listKeys({ productId, category, createdAtMs }: StoredProduct) {
  const shard = shardOf(productId, listShards());
  return {
    shelf: shardKey(category, shard),
    front: shardKey('all', shard),
    position: `${isoTime(createdAtMs)}#${productId}`,
  };
}

export async function findProduct(productId: string): Promise<KeptProduct | undefined> {
  const answer = await dynamodb().send(new GetCommand({ ...table(), Key: { productId }, ConsistentRead: true }));
  return answer.Item as KeptProduct | undefined;
}

/** Part of one shard of a list, newest first, from before a position on; `more` when the shard goes on. */
export const readShelf = (category: string | undefined, shard: number, limit: number, before?: string) =>
  category
    ? readIndex(byCategory, shardKey(category, shard), limit, before)
    : readIndex(byArrival, shardKey('all', shard), limit, before);

/** The same of one merchant's products, which are in one place: nobody makes a thousand of them a second. */
export const readStall = (merchantId: string, limit: number, before?: string) =>
  readIndex(byMerchant, merchantId, limit, before);

const readIndex = (index: IndexPart['index'], key: string, limit: number, before?: string) =>
  readPart<ListedProduct>({ ...table(), index, key, limit, before });
