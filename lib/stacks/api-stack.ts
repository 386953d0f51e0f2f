// The API as a whole: its contract as one document, and one answer for every request that matches no service's route.
import { type App, Stack } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import document from '../../docs/openapi.json' with { type: 'json' };
import { contract } from '../../lambdas/api/contract.ts';
import { HttpService } from '../constructs/http-service.ts';
import type { SystemProps } from '../platform.ts';

export class ApiStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { integration } = new HttpService(this, 'Http', contract, platform);
    const authorizer = new HttpNoneAuthorizer();
    // Without this route, API Gateway answers an unknown path or method in its own format.
    new HttpRoute(this, 'Unknown', { httpApi: platform.api, routeKey: HttpRouteKey.DEFAULT, integration, authorizer });
    for (const [method, path] of takenByAnother(document.paths)) {
      const routeKey = HttpRouteKey.with(path, method);
      new HttpRoute(this, `${method} ${path}`, { httpApi: platform.api, routeKey, integration, authorizer });
    }
  }
}

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Methods of other paths that match: DELETE /api/links/top would reach /api/links/{code}. */
function takenByAnother(paths: Paths): [HttpMethod, string][] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(paths)
      .filter(([other]) => other !== path && new RegExp(`^${other.replaceAll(/\{\w+\}/g, '[^/{}]+')}$`).test(path))
      .flatMap(([, others]) => Object.keys(others).filter((method) => !(method in methods)))
      .map((method): [HttpMethod, string] => [HttpMethod[method.toUpperCase() as keyof typeof HttpMethod], path]),
  );
}
