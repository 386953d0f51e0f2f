// Short links: an API to make them, a redirect to serve them, a stream of clicks, and a consumer that counts each once.
import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { bindings, CODE_LENGTH, contract } from '../../lambdas/links/contract.ts';
import { value } from '../constructs/binding.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ShardedTable } from '../constructs/sharded-table.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { PlatformStack } from './platform-stack.ts';

export class LinksStack extends Stack {
  constructor(app: App, id: string, platform: PlatformStack, edge: EdgeStack, props: StackProps) {
    super(app, id, props);
    const { alarmTopic } = platform;

    // A code is a uniform hash: its partitions share the load without shards.
    const links = new ShardedTable(this, 'Links', {
      partitionKey: { name: 'code', type: AttributeType.STRING },
      shards: 1,
      indexes: [
        {
          indexName: 'byOwner',
          partitionKey: { name: 'ownerId', type: AttributeType.STRING },
          sortKey: { name: 'createdAtMs', type: AttributeType.NUMBER },
        },
      ],
    });
    // One code can get every click there is: 4 partitions take 4,000 WCU, one a stream shard.
    const clickCounts = new ShardedTable(this, 'Clicks', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      shards: 4,
    });
    // A redirect sends one record a click: two shards take 2,000 of them a second.
    const clicks = new EventStream(this, 'ClickStream', { shards: 2 });

    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.publicUrl, value(edge.publicUrl))
      .bind(bindings.codeLength, value(String(CODE_LENGTH)))
      .bind(bindings.linksTable, links.allowWithIndex('byOwner', 'GetItem', 'PutItem', 'UpdateItem'))
      .bind(bindings.clicksTable, clickCounts.allow('Query'));

    const redirect = new ServiceFunction(this, 'links/redirect', { alarmTopic, timeoutSeconds: 5 })
      .bind(bindings.linksTable, links.allow('GetItem'))
      .bind(bindings.clicksStream, clicks.allow('PutRecord'));
    const integration = new HttpLambdaIntegration('Redirect', redirect, { scopePermissionToRoute: false });
    for (const method of [HttpMethod.GET, HttpMethod.HEAD]) {
      new HttpRoute(this, `${method} /{code}`, {
        httpApi: platform.api,
        routeKey: HttpRouteKey.with('/{code}', method),
        integration,
        authorizer: new HttpNoneAuthorizer(),
      });
    }

    // Full batches cost 0.05 WCU a click and less; two seconds is how old a count may be for it.
    const countClicks = new ServiceFunction(this, 'links/count-clicks', { alarmTopic, timeoutSeconds: 60 }).bind(
      bindings.clicksTable,
      clickCounts.allow('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    );
    clicks.consumedBy(countClicks, { batchSize: 1000, windowSeconds: 2, alarmTopic });
  }
}
