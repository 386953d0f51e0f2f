// The catalog: products, two sharded lists, each merchant's own list, and an outbox that publishes every change.
import { type App, Stack } from 'aws-cdk-lib';
import { contract } from '../../lambdas/catalog/contract.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Outbox } from '../constructs/outbox.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class CatalogStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { byCategory, byArrival, byMerchant } = contract.tables.products.index;
    const products = new Table(this, contract.tables.products);
    const http = new HttpService(this, 'Http', contract, platform).function.bind(
      products.allowWithIndexes([byCategory, byArrival, byMerchant], 'GetItem', 'PutItem'),
    );
    new Outbox(this, 'Outbox', contract.service, platform).bindTo(http);
  }
}
