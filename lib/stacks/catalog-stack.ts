// The catalog: products, two sharded lists, each merchant's own list, a collection in search, and an outbox that publishes
// every change.
import { type App, Stack } from 'aws-cdk-lib';
import { contract, events } from '../../lambdas/catalog/contract.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { SearchedCollection, type SearchTasks } from '../constructs/searched-collection.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export interface CatalogProps extends SystemProps {
  readonly search: SearchTasks;
}

export class CatalogStack extends Stack {
  constructor(app: App, id: string, props: CatalogProps) {
    super(app, id, props);
    const { platform, search } = props;
    const { byCategory, byArrival, byMerchant } = contract.tables.products.index;
    const products = new Table(this, contract.tables.products);
    const http = new HttpService(this, 'Http', contract, platform).function.bind(
      products.allowWithIndexes([byCategory, byArrival, byMerchant], 'GetItem', 'BatchGetItem', 'PutItem'),
    );
    new SearchedCollection(this, contract.service, {
      platform,
      search,
      events: [events.productChanged],
      reading: products.allow('BatchGetItem'),
      scanning: products.allow('Scan'),
    }).bindTo(http);
    new Outbox(this, 'Outbox', contract.service, platform).bindTo(http);
  }
}
