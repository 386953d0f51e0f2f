// The catalog: products, two sharded lists of them and each merchant's own, and an outbox that tells of every change.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, type GlobalSecondaryIndexProps, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { bindings, contract } from '../../lambdas/catalog/contract.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { PlatformStack } from './platform-stack.ts';

/** What a list shows: descriptions, most of a product, stay out of it. */
const list = (indexName: string, key: string): GlobalSecondaryIndexProps => ({
  indexName,
  partitionKey: { name: key, type: AttributeType.STRING },
  sortKey: { name: 'position', type: AttributeType.STRING },
  projectionType: ProjectionType.INCLUDE,
  nonKeyAttributes: ['merchantId', 'name', 'category', 'priceCents', 'imageUrl', 'version', 'createdAtMs'].filter(
    (name) => name !== key,
  ),
});

export class CatalogStack extends Stack {
  constructor(app: App, id: string, platform: PlatformStack, props: StackProps) {
    super(app, id, props);
    const products = new ShardedTable(this, 'Products', {
      partitionKey: { name: 'productId', type: AttributeType.STRING },
      shards: 4,
      indexes: [list('byCategory', 'shelf'), list('byArrival', 'front'), list('byMerchant', 'merchantId')],
    });
    const http = new HttpService(this, 'Http', contract, platform).function.bind(
      bindings.productsTable,
      products.allowWithIndexes(['byCategory', 'byArrival', 'byMerchant'], 'GetItem', 'PutItem'),
    );
    new Outbox(this, 'Outbox', contract.service, platform).bindTo(http);
  }
}
