// Restocks: a ledger entry beside the product and its units in the buckets, both or neither.
//
// pattern                     | key condition                                       | limit it respects
// restock, once per operation | put productId, sk restock#<operation>, if new       | 2 WCU each, at most 10 buckets
//                             |   with an update of each bucket, in one transaction |
import { transact } from '../shared/tables/conditional-write.ts';
import { tableOf } from '../shared/tables/item.ts';
import { tables } from './resources.ts';
import { type BucketKey, planRestock } from './stock.ts';
import { bucketsOf, bucketWrite, readBuckets } from './stock-store.ts';

/** Adds units, once per operation, and creates missing buckets. */
export async function addStock(
  productId: string,
  quantity: number,
  { operationId, nowMs }: { readonly operationId: string; readonly nowMs: number },
): Promise<void> {
  const keys = bucketsOf(productId);
  const found = await readBuckets(keys);
  const available = keys.map(({ bucket }) => found.find((one) => one.bucket === bucket)?.available ?? 0);
  const shares = planRestock(available, quantity);
  await transact([
    { Put: ledgerPut(productId, quantity, operationId, nowMs) },
    ...keys.flatMap((at, i) => (shares[i] ? [{ Update: addUnits(at, shares[i]) }] : [])),
  ]);
}

const addUnits = (at: BucketKey, units: number) =>
  bucketWrite(at, {
    UpdateExpression:
      'SET #available = if_not_exists(#available, :none) + :n, #reserved = if_not_exists(#reserved, :none), ' +
      '#sold = if_not_exists(#sold, :none), #holds = if_not_exists(#holds, :nobody), ' +
      '#productId = :productId, #bucket = :bucket',
    names: {
      available: 'available',
      reserved: 'reserved',
      sold: 'sold',
      holds: 'holds',
      productId: 'productId',
      bucket: 'bucket',
    },
    values: { n: units, none: 0, nobody: {}, productId: at.productId, bucket: at.bucket },
  });

/** Fails when the operation is already in the ledger. */
const ledgerPut = (productId: string, quantity: number, operationId: string, atMs: number) => ({
  ...tableOf(tables.products),
  Item: { productId, sk: `restock#${operationId}`, quantity, atMs },
  ConditionExpression: 'attribute_not_exists(productId)',
});
