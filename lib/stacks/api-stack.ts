// The API as a whole: its contract as one document, and one answer to all paths that nobody serves.
import { type App, Stack } from 'aws-cdk-lib';
import { HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { contract } from '../../lambdas/api/contract.ts';
import { HttpService } from '../constructs/http-service.ts';
import type { SystemProps } from '../platform.ts';

export class ApiStack extends Stack {
  constructor(app: App, id: string, props: SystemProps) {
    super(app, id, props);
    const { platform } = props;
    const { integration } = new HttpService(this, 'Http', contract, platform);
    // Without it API Gateway answers an unknown path itself, in a shape of its own.
    new HttpRoute(this, 'Unknown', {
      httpApi: platform.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration,
      authorizer: new HttpNoneAuthorizer(),
    });
  }
}
