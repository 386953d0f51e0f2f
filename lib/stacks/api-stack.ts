// The API as a whole: its contract as one document, and one answer for every request that matches no service's route.
import { type App, Stack } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { contract } from '../../lambdas/api/contract.ts';
import { type Contract, straysOf } from '../../lambdas/shared/base/contract.ts';
import { HttpService } from '../constructs/http-service.ts';
import type { SystemProps } from '../platform.ts';

export interface ApiProps extends SystemProps {
  /** Contracts of all systems, for what API Gateway would route to the wrong one. */
  readonly contracts: readonly Contract[];
}

export class ApiStack extends Stack {
  constructor(app: App, id: string, props: ApiProps) {
    super(app, id, props);
    const { platform, contracts } = props;
    const { integration } = new HttpService(this, 'Http', contract, platform);
    const authorizer = new HttpNoneAuthorizer();
    // Without this route, API Gateway answers an unknown path or method in its own format.
    new HttpRoute(this, 'Unknown', { httpApi: platform.api, routeKey: HttpRouteKey.DEFAULT, integration, authorizer });
    for (const { method, template } of straysOf(contracts.flatMap(({ routes }) => Object.values(routes)))) {
      const routeKey = HttpRouteKey.with(template, HttpMethod[method]);
      new HttpRoute(this, `${method} ${template}`, { httpApi: platform.api, routeKey, integration, authorizer });
    }
  }
}
