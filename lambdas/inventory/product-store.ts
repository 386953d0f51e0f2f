// Product owners, copied from the catalog's events; the ledger of restock-store.ts shares their partition.
//
// pattern                         | key condition                       | cost
// store a product, newest version | put productId, sk product, if newer | 1 WCU
// one product                     | get productId, sk product           | 1 RCU
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { env } from '../shared/base/env.ts';
import { writeIf } from '../shared/tables/conditional-write.ts';
import { dynamodb } from '../shared/tables/dynamodb.ts';
import type { OwnedProduct } from './product.ts';
import { bindings } from './resources.ts';

const table = () => ({ TableName: env(bindings.productsTable) });
const PRODUCT = 'product';

/** Keeps the highest version; an older or repeated version changes nothing. */
export async function keepProduct(product: OwnedProduct): Promise<void> {
  await writeIf(
    new PutCommand({
      ...table(),
      Item: { ...product, sk: PRODUCT },
      ConditionExpression: 'attribute_not_exists(productId) OR #version < :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': product.version },
    }),
  );
}

export async function findProduct(productId: string): Promise<OwnedProduct | undefined> {
  const answer = await dynamodb().send(
    new GetCommand({ ...table(), Key: { productId, sk: PRODUCT }, ConsistentRead: true }),
  );
  return answer.Item as OwnedProduct | undefined;
}
