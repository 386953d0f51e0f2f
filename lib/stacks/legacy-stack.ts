// The monolith's way in: its order form, translated into calls of the shop's own API.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { bindings, contract } from '../../lambdas/legacy/contract.ts';
import { value } from '../constructs/binding.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { PlatformStack } from './platform-stack.ts';

export class LegacyStack extends Stack {
  constructor(app: App, id: string, platform: PlatformStack, props: StackProps) {
    super(app, id, props);
    // Ids begin with a customer's, which are random.
    const references = new ShardedTable(this, 'References', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      shards: 1,
    });
    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.referencesTable, references.allow('PutItem', 'UpdateItem', 'DeleteItem'))
      .bind(bindings.apiUrl, value(platform.apiDirectUrl));
  }
}
