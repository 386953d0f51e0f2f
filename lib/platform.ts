// The parts of the platform and the edge that a system may use. Constructs and stacks know only these interfaces.
import type { StackProps } from 'aws-cdk-lib';
import type { HttpApi, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { BucketDeclaration, Limits, Prefix } from '../lambdas/shared/base/contract.ts';
import type { AppSecret } from './constructs/app-secret.ts';
import type { Binding } from './constructs/binding.ts';
import type { BlobStore } from './constructs/blob-store.ts';
import type { Table } from './constructs/table.ts';
import type { Target } from './target.ts';

export interface Platform {
  readonly api: HttpApi;
  /** For routes that need an access token. */
  readonly authorizer: IHttpRouteAuthorizer;
  readonly userPool: IUserPool;
  readonly userPoolClient: IUserPoolClient;
  readonly alarmTopic: ITopic;
  readonly secret: AppSecret;
  readonly bus: IEventBus;
  /** Written by users alone; every function that serves users reads it. */
  readonly revocations: Table;
  readonly limits: Limits;
  /** Whether faults can be injected into services. */
  readonly faults: boolean;
  /** The HTTP API without the CDN; ends in /api. */
  readonly apiDirectUrl: string;
}

export interface Edge {
  /** `https://host`, without a trailing slash. */
  readonly publicUrl: string;
  /** The bucket that a contract declares as `served`, created beside the CDN. */
  served<Prefixes extends Prefix>(
    declaration: BucketDeclaration & { readonly prefix: Readonly<Record<string, Prefixes>> },
  ): BlobStore<Prefixes>;
  /** Allows CDN invalidations. */
  allowInvalidating(): Binding;
}

/** Props of every system's stack. A stack that needs other systems' tasks adds them. */
export interface SystemProps extends StackProps {
  readonly platform: Platform;
  readonly edge: Edge;
  readonly target: Target;
}
