// A service's HTTP side: one function for all routes, plus what their guard needs: a table of its own and the revoked
// tokens.
import { HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import {
  type Contract,
  needsGuard,
  platformBindings,
  platformTables,
  refusesRevoked,
} from '../../lambdas/shared/base/contract.ts';
import type { Platform } from '../platform.ts';
import { value } from './binding.ts';
import { ServiceFunction } from './service-function.ts';
import { Table } from './table.ts';

export class HttpService extends Construct {
  /** The function behind all routes. Bind the resources that the service's rules need. */
  readonly function: ServiceFunction;
  readonly integration: HttpLambdaIntegration;

  constructor(scope: Construct, id: string, contract: Contract, platform: Platform) {
    super(scope, id);
    const routes = Object.values(contract.routes);
    this.function = new ServiceFunction(this, `${contract.service}/http`, {
      alarmTopic: platform.alarmTopic,
      timeoutSeconds: 10,
    });
    if (routes.some(needsGuard)) this.#guard(platform);
    if (routes.some(refusesRevoked)) this.function.bind(platform.revocations.allow('GetItem'));
    this.integration = new HttpLambdaIntegration('Integration', this.function, { scopePermissionToRoute: false });
    const { integration } = this;
    for (const { method, template, auth } of routes) {
      new HttpRoute(this, `${method} ${template}`, {
        httpApi: platform.api,
        routeKey: HttpRouteKey.with(template, HttpMethod[method]),
        integration,
        authorizer: auth === 'user' ? platform.authorizer : new HttpNoneAuthorizer(),
      });
    }
  }

  #guard(platform: Platform): void {
    const guard = new Table(this, platformTables.guard);
    this.function
      .bind(guard.allow('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'))
      .bind(platformBindings.limits, value(JSON.stringify(platform.limits)))
      .bind(platformBindings.appSecret, platform.secret.allow());
    if (platform.faults) this.function.bind(platformBindings.faults, value('on'));
  }
}
