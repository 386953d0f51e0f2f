// Short links: an API, a redirect, a stream of clicks, and a consumer that counts each click once.
import { type App, Stack } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { bindings, CODE_LENGTH, contract } from '../../lambdas/links/contract.ts';
import { value } from '../constructs/binding.ts';
import { EventStream } from '../constructs/event-stream.ts';
import { HttpService } from '../constructs/http-service.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { SystemProps } from '../platform.ts';

export class LinksStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform, edge } = props;
    const { alarmTopic } = platform;

    const { tables, streams } = contract;
    const links = new Table(this, tables.links);
    const clickCounts = new Table(this, tables.clicks);
    const clicks = new EventStream(this, streams.clicks, props.target);

    new HttpService(this, 'Http', contract, platform).function
      .bind(bindings.publicUrl, value(edge.publicUrl))
      .bind(bindings.codeLength, value(String(CODE_LENGTH)))
      .bind(links.allowWithIndex(tables.links.index.byOwner, 'GetItem', 'PutItem', 'UpdateItem'))
      .bind(clickCounts.allow('Query'));

    const redirect = new ServiceFunction(this, 'links/redirect', { alarmTopic, timeoutSeconds: 5 })
      .bind(links.allow('GetItem'))
      .bind(clicks.allow('PutRecord'));
    const integration = new HttpLambdaIntegration('Redirect', redirect, { scopePermissionToRoute: false });
    for (const method of [HttpMethod.GET, HttpMethod.HEAD]) {
      new HttpRoute(this, `${method} /{code}`, {
        httpApi: platform.api,
        routeKey: HttpRouteKey.with('/{code}', method),
        integration,
        authorizer: new HttpNoneAuthorizer(),
      });
    }

    // Full batches cost at most 0.05 WCU per click; in return a count may be two seconds old.
    const countClicks = new ServiceFunction(this, 'links/count-clicks', { alarmTopic, timeoutSeconds: 60 }).bind(
      clickCounts.allow('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
    );
    clicks.consumedBy(countClicks, { batchSize: 1000, windowSeconds: 2 });
  }
}
