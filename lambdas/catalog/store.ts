// The products table. Ids distribute evenly. Lists do not: new products are all at the head, so list keys are sharded.
//
// pattern                    | key condition                                  | index      | cost
// create, change, delete     | put productId, if at the preceding version,    | -          | 2 WCU per KB, 1 per index,
//   and publish it           |   with the event, in one transaction           |            |   2 for the event
// one product                | get productId, strongly consistent             | -          | 1 RCU per 4 KB
// those of a search, or that | batch of up to 100 productIds                  | -          | 0.5 RCU per 4 KB each,
//   changed, to index them   |                                                |            |   1 consistent
// all, to fill the search    | scan by pages, strongly consistent             | -          | 1 RCU per 4 KB
// a category, newest first   | shelf <category>#<0..N-1>, position descending | byCategory | 0.5 RCU per 4 KB, shard
// all, newest first          | front all#<0..N-1>, position descending        | byArrival  | 0.5 RCU per 4 KB, shard
// a merchant's, newest first | merchantId, position descending                | byMerchant | 0.5 RCU per 4 KB
//
// N = 4: a partition takes 1,000 WCU, so 4,000 new products a second. A page asks each shard for a full page.
import { shardOf } from '../shared/base/shard-of.ts';
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { readById } from '../shared/tables/batch-get.ts';
import { transact } from '../shared/tables/conditional-write.ts';
import { type IndexPart, readPart } from '../shared/tables/index-part.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { scanPages } from '../shared/tables/query.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { events } from './contract.ts';
import { type Change, type KeptProduct, type ListedProduct, positionOf, type StoredProduct } from './product.ts';
import { bindings, tables } from './resources.ts';

const { byCategory, byArrival, byMerchant } = tables.products.index;
export const listShards = () => shardCount(bindings.productsTable);

/** Returns false when a product with this id exists. */
export const addProduct = (product: StoredProduct, change: Change): Promise<boolean> =>
  write(product, change, { ConditionExpression: 'attribute_not_exists(productId)' });

/** Returns false when the stored product is no longer at the preceding version. */
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
  return (await transact([{ Put: { ...tableOf(tables.products), Item, ...condition } }, told])) === undefined;
}

/** The product's list keys. A deleted product has none, so it is in no index. */
function listKeys(product: StoredProduct) {
  const shard = shardOf(product.productId, listShards());
  return {
    shelf: shardKey(product.category, shard),
    front: shardKey('all', shard),
    position: positionOf(product),
  };
}

export const findProduct = (productId: string): Promise<KeptProduct | undefined> =>
  readItem(itemOf(tables.products, { productId }));

/** The products that exist, by their ids; a change made a moment ago may be missing where it need not be consistent. */
export const readProducts = (productIds: readonly string[], options = { ConsistentRead: false }) =>
  readById<KeptProduct>(
    productIds.map((productId) => itemOf(tables.products, { productId })),
    ({ productId }) => productId,
    options,
  );

/** All products, deleted ones included, in pages. */
export const allProducts = (): AsyncGenerator<KeptProduct[]> =>
  scanPages({ ...tableOf(tables.products), ConsistentRead: true });

/** A page of one list shard, newest first, starting before a position; `more` when the shard has more. */
export const readShelf = (category: string | undefined, shard: number, limit: number, before?: string) =>
  category
    ? readIndex(byCategory, shardKey(category, shard), limit, before)
    : readIndex(byArrival, shardKey('all', shard), limit, before);

/** The same for one merchant's products. They share one partition: no merchant creates a thousand a second. */
export const readStall = (merchantId: string, limit: number, before?: string) =>
  readIndex(byMerchant, merchantId, limit, before);

const readIndex = (index: IndexPart['index'], key: string, limit: number, before?: string) =>
  readPart<ListedProduct>({ ...tableOf(tables.products), index, key, limit, before });
