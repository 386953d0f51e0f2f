// Carts: kept here with a copy of the products, fed by the catalog's events, and claimed by orders.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { bindings, contract } from '../../lambdas/cart/contract.ts';
import { events as catalogEvents } from '../../lambdas/catalog/contract.ts';
import { events as orderEvents } from '../../lambdas/orders/contract.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { PlatformStack } from './platform-stack.ts';

export class CartStack extends Stack {
  /** The task of claiming a cart, for the orders service. */
  readonly checkout: ServiceFunction;

  constructor(app: App, id: string, platform: PlatformStack, props: StackProps) {
    super(app, id, props);
    // Ids of users, guests and products spread by themselves.
    const carts = new ShardedTable(this, 'Carts', {
      partitionKey: { name: 'cartId', type: AttributeType.STRING },
      shards: 1,
    });
    const products = new ShardedTable(this, 'ProductCopies', {
      partitionKey: { name: 'productId', type: AttributeType.STRING },
      shards: 1,
    });
    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.cartsTable, carts.allow('GetItem', 'PutItem'))
      .bind(bindings.productCopiesTable, products.allow('BatchGetItem'));
    this.checkout = new ServiceFunction(this, 'cart/checkout', { alarmTopic: platform.alarmTopic, timeoutSeconds: 5 })
      .bind(bindings.cartsTable, carts.allow('GetItem', 'PutItem'))
      .bind(bindings.productCopiesTable, products.allow('BatchGetItem'));
    new EventConsumer(this, 'cart/project-products', [catalogEvents.productChanged], platform).function.bind(
      bindings.productCopiesTable,
      products.allow('PutItem'),
    );
    new EventConsumer(this, 'cart/drop-claim', [orderEvents.orderPlaced], platform).function.bind(
      bindings.cartsTable,
      carts.allow('GetItem', 'PutItem'),
    );
  }
}
