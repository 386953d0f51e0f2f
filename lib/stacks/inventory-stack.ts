// Stock in buckets, its reservations, and the three tasks of the order saga. A sweep ends unconfirmed reservations.
import { type App, Stack } from 'aws-cdk-lib';
import { events as catalogEvents } from '../../lambdas/catalog/contract.ts';
import { contract } from '../../lambdas/inventory/contract.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { EveryMinute } from '../constructs/every-minute.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class InventoryStack extends Stack {
  /** Tasks for the service that drives an order: `invoke(inventory.reserveStock)`. */
  readonly reserveStock: ServiceFunction;
  readonly confirmStock: ServiceFunction;
  readonly releaseStock: ServiceFunction;

  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { alarmTopic } = platform;

    const { tables } = contract;
    const stock = new Table(this, tables.stock);
    const reservations = new Table(this, tables.reservations);
    const products = new Table(this, tables.products);

    new HttpService(this, 'Http', contract, platform).function
      .bind(stock.allow('BatchGetItem', 'UpdateItem'))
      .bind(products.allow('GetItem', 'PutItem'));

    // A step makes a handful of calls of at most 4 s each. Orders wait longer for none of them.
    const task = (name: `inventory/${string}`) => new ServiceFunction(this, name, { alarmTopic, timeoutSeconds: 15 });
    this.reserveStock = task('inventory/reserve-stock')
      .bind(stock.allow('GetItem', 'UpdateItem'))
      .bind(reservations.allow('GetItem', 'PutItem'));
    this.confirmStock = task('inventory/confirm-stock')
      .bind(stock.allow('BatchGetItem', 'UpdateItem'))
      .bind(reservations.allow('GetItem', 'UpdateItem'));
    this.releaseStock = task('inventory/release-stock')
      .bind(stock.allow('BatchGetItem', 'UpdateItem'))
      .bind(reservations.allow('GetItem', 'PutItem', 'UpdateItem'));

    const expire = new ServiceFunction(this, 'inventory/expire-reservations', { alarmTopic, timeoutSeconds: 60 })
      .bind(stock.allowWithIndex(tables.stock.index.held, 'BatchGetItem', 'UpdateItem'))
      .bind(reservations.allow('GetItem', 'PutItem', 'UpdateItem'));
    new EveryMinute(this, 'Expire', expire);

    new EventConsumer(this, 'inventory/project-products', [catalogEvents.productChanged], platform).function.bind(
      products.allow('PutItem'),
    );
  }
}
