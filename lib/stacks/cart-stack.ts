// Carts: stored with a copy of the products, fed by the catalog's events, and claimed by orders.
import { type App, Stack } from 'aws-cdk-lib';
import { contract } from '../../lambdas/cart/contract.ts';
import { events as catalogEvents } from '../../lambdas/catalog/contract.ts';
import { events as orderEvents } from '../../lambdas/orders/contract.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class CartStack extends Stack {
  /** The task that claims a cart, for the orders service. */
  readonly checkout: ServiceFunction;

  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { tables } = contract;
    const carts = new Table(this, tables.carts);
    const products = new Table(this, tables.productCopies);
    new HttpService(this, 'Http', contract, platform).function
      .bind(carts.allow('GetItem', 'PutItem'))
      .bind(products.allow('BatchGetItem'));
    this.checkout = new ServiceFunction(this, 'cart/checkout', { alarmTopic: platform.alarmTopic, timeoutSeconds: 5 })
      .bind(carts.allow('GetItem', 'PutItem'))
      .bind(products.allow('BatchGetItem'));
    new EventConsumer(this, 'cart/project-products', [catalogEvents.productChanged], platform).function.bind(
      products.allow('PutItem'),
    );
    new EventConsumer(this, 'cart/drop-claim', [orderEvents.orderPlaced], platform).function.bind(
      carts.allow('GetItem', 'PutItem'),
    );
  }
}
