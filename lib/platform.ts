// What a system may ask of the platform and of the edge. Constructs and stacks know these interfaces, never the stacks behind them.
import type { StackProps } from 'aws-cdk-lib';
import type { HttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { BucketDeclaration, Limits, Prefix } from '../lambdas/shared/base/contract.ts';
import type { AppSecret } from './constructs/app-secret.ts';
import type { Binding } from './constructs/binding.ts';
import type { BlobStore } from './constructs/blob-store.ts';
import type { Target } from './target.ts';

export interface Platform {
  readonly api: HttpApi;
  /** Of routes that need an access token. */
  readonly authorizer: IHttpRouteAuthorizer;
  readonly userPool: IUserPool;
  readonly userPoolClient: IUserPoolClient;
  readonly alarmTopic: ITopic;
  readonly secret: AppSecret;
  readonly bus: IEventBus;
  readonly limits: Limits;
  /** Whether services can be made to fail on purpose. */
  readonly faults: boolean;
  /** The HTTP API itself, without the CDN; ends in /api. */
  readonly apiDirectUrl: string;
}

export interface Edge {
  /** `https://host`, without a slash at the end. */
  readonly publicUrl: string;
  /** The bucket that a contract declares as `served`, made beside the CDN. */
  served<Prefixes extends Prefix>(
    declaration: BucketDeclaration & { readonly prefix: Readonly<Record<string, Prefixes>> },
  ): BlobStore<Prefixes>;
  /** Making the CDN forget what it has kept. */
  allowInvalidating(): Binding;
}

/** What every system's stack is made of; a stack that needs others' tasks names them beside it. */
export interface SystemProps extends StackProps {
  readonly platform: Platform;
  readonly edge: Edge;
  readonly target: Target;
}
