// The monolith's entry point: its order form, translated into calls of the shop's own API.
import { type App, Stack } from 'aws-cdk-lib';
import { bindings, contract } from '../../lambdas/legacy/contract.ts';
import { value } from '../constructs/binding.ts';
import { HttpService } from '../constructs/http-service.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class LegacyStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const references = new Table(this, contract.tables.references);
    new HttpService(this, 'Http', contract, platform).function
      .bind(references.allow('PutItem', 'UpdateItem', 'DeleteItem'))
      .bind(bindings.apiUrl, value(platform.apiDirectUrl));
  }
}
