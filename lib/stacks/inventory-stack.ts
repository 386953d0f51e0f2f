// Stock in buckets, its reservations, and the three tasks of the order saga; a sweep ends what nobody confirmed.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { events as catalogEvents } from '../../lambdas/catalog/contract.ts';
import { bindings, contract } from '../../lambdas/inventory/contract.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { PlatformStack } from './platform-stack.ts';

export class InventoryStack extends Stack {
  /** Tasks, for whoever drives an order: `invoke(inventory.reserveStock)`. */
  readonly reserveStock: ServiceFunction;
  readonly confirmStock: ServiceFunction;
  readonly releaseStock: ServiceFunction;

  constructor(app: App, id: string, platform: PlatformStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;

    // One product can get every order there is: 4 buckets take 4,000 WCU. Not more: 20 lines from 4 buckets each and the
    // record are 81 of the 100 items of a transaction (docs/decisions/0008-hot-sku.md).
    const stock = new ShardedTable(this, 'Stock', {
      partitionKey: { name: 'bucketId', type: AttributeType.STRING },
      shards: 4,
    });
    // Order ids are random: their partitions share the load without shards.
    const reservations = new ShardedTable(this, 'Reservations', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      shards: 1,
    });
    // Written when a merchant changes or restocks a product: never hot.
    const products = new ShardedTable(this, 'Products', {
      partitionKey: { name: 'productId', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      shards: 1,
    });

    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.stockTable, stock.allow('BatchGetItem', 'UpdateItem'))
      .bind(bindings.productsTable, products.allow('GetItem', 'PutItem'));

    // A step makes a handful of calls of 4 s at the most each; orders wait longer for none of them.
    const task = (name: `inventory/${string}`) => new ServiceFunction(this, name, { alarmTopic, timeoutSeconds: 15 });
    this.reserveStock = task('inventory/reserve-stock')
      .bind(bindings.stockTable, stock.allow('GetItem', 'UpdateItem'))
      .bind(bindings.reservationsTable, reservations.allow('GetItem', 'PutItem'));
    this.confirmStock = task('inventory/confirm-stock')
      .bind(bindings.stockTable, stock.allow('BatchGetItem', 'UpdateItem'))
      .bind(bindings.reservationsTable, reservations.allow('GetItem', 'UpdateItem'));
    this.releaseStock = task('inventory/release-stock')
      .bind(bindings.stockTable, stock.allow('BatchGetItem', 'UpdateItem'))
      .bind(bindings.reservationsTable, reservations.allow('GetItem', 'PutItem', 'UpdateItem'));

    const expire = new ServiceFunction(this, 'inventory/expire-reservations', { alarmTopic, timeoutSeconds: 60 })
      .bind(bindings.stockTable, stock.allow('Scan', 'BatchGetItem', 'UpdateItem'))
      .bind(bindings.reservationsTable, reservations.allow('GetItem', 'PutItem', 'UpdateItem'));
    new EveryMinute(this, 'Expire', expire);

    new EventConsumer(this, 'inventory/project-products', [catalogEvents.productChanged], platform).function.bind(
      bindings.productsTable,
      products.allow('PutItem'),
    );
  }
}
