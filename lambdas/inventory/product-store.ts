// Product owners, copied from the catalog's events; the ledger of restock-store.ts shares their partition.
//
// pattern                         | key condition                       | cost
// store a product, newest version | put productId, sk product, if newer | 1 WCU
// one product                     | get productId, sk product           | 1 RCU
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { env } from '../shared/base/env.ts';
import { keepNewest } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import type { OwnedProduct } from './product.ts';
import { bindings } from './resources.ts';

const tableName = () => env(bindings.productsTable);
const PRODUCT = 'product';

/** Keeps the highest version; an older or repeated version changes nothing. */
export const keepProduct = (product: OwnedProduct): Promise<boolean> =>
  keepNewest(tableName(), { ...product, sk: PRODUCT });

export async function findProduct(productId: string): Promise<OwnedProduct | undefined> {
  const answer = await dynamodb().send(
    new GetCommand({ TableName: tableName(), Key: { productId, sk: PRODUCT }, ConsistentRead: true }),
  );
  return answer.Item as OwnedProduct | undefined;
}
