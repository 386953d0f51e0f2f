// The base of every service: HTTP API with authorizer, user pool, revoked tokens, event bus, secret and alarm topic.

import type { App } from 'aws-cdk-lib';
import { Annotations, CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  ClientAttributes,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import {
  accessTokenSeconds,
  type Limits,
  platformBindings,
  platformTables,
  roles,
} from '../../lambdas/shared/base/contract.ts';
import { AlarmTopic, alarmPeriod, CostBudget, RunbookAlarm, type RunbookAlarmProps } from '../constructs/alarms.ts';
import { AppSecret } from '../constructs/app-secret.ts';
import { errorsLogged, ServiceFunction } from '../constructs/service-function.ts';
import { Table } from '../constructs/table.ts';
import type { Platform } from '../platform.ts';
import { named } from '../stage.ts';
import type { Target } from '../target.ts';

export interface PlatformProps extends StackProps {
  readonly target: Target;
}

/** Source of the names: API Gateway, Customize HTTP API access logs. `sourceIp` is the CDN's. */
const accessLog = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: '$context.requestTimeEpoch',
    method: '$context.httpMethod',
    routeKey: '$context.routeKey',
    path: '$context.path',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    bytes: '$context.responseLength',
    integrationStatus: '$context.integrationStatus',
    integrationError: '$context.integrationErrorMessage',
    authorizerError: '$context.authorizer.error',
    sourceIp: '$context.identity.sourceIp',
    userAgent: '$context.identity.userAgent',
  }),
);

const NOBODY =
  'Alarms and the budget notify nobody: give an address, -c operator=you@your.domain, and confirm its mail once.';

export class PlatformStack extends Stack implements Platform {
  readonly api: HttpApi;
  readonly authorizer: HttpJwtAuthorizer;
  readonly userPool: UserPool;
  readonly userPoolClient: UserPoolClient;
  readonly alarmTopic: Topic;
  readonly secret: AppSecret;
  readonly bus: EventBus;
  readonly revocations: Table;
  readonly limits: Limits;
  readonly faults: boolean;
  /** The HTTP API without the CDN; ends in /api. */
  readonly apiDirectUrl: string;

  constructor(app: App, id: string, props: PlatformProps) {
    super(app, id, props);
    const { target } = props;
    this.limits = target.limits;
    this.faults = target.faults;
    const alarmTopic = new AlarmTopic(this, 'Alarms');
    this.alarmTopic = alarmTopic;
    if (target.operator !== undefined) alarmTopic.addSubscription(new EmailSubscription(target.operator));
    else if (target.name === 'aws') Annotations.of(this).addWarningV2('system-design:operator', NOBODY);
    if (target.budgetUsd !== undefined) new CostBudget(this, 'Budget', { usd: target.budgetUsd, topic: alarmTopic });
    this.secret = new AppSecret(this, 'Secret');
    this.bus = new EventBus(this, 'Bus');
    this.revocations = new Table(this, platformTables.revocations);

    this.userPool = new UserPool(this, 'Users', {
      signInAliases: { email: true },
      // Anybody may call the pool itself. Its trigger refuses what our API does not open, an address changes only when its
      // new owner has confirmed it, and a password is recovered by our API alone.
      selfSignUpEnabled: true,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.NONE,
      passwordPolicy: {
        minLength: 10,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      // The operation that created the account, with our proof (lambdas/users/sign-up-proof.ts).
      customAttributes: { operation: new StringAttribute({ mutable: false, maxLen: 64 }) },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lambdaTriggers: {
        preSignUp: new ServiceFunction(this, 'users/confirm-sign-up', {
          alarmTopic: this.alarmTopic,
          // Cognito waits five seconds for a trigger.
          timeoutSeconds: 5,
        }).bind(platformBindings.appSecret, this.secret.allow()),
      },
    });
    for (const groupName of roles) {
      new CfnUserPoolGroup(this, `Group-${groupName}`, { userPoolId: this.userPool.userPoolId, groupName });
    }
    this.userPoolClient = this.userPool.addClient('App', {
      authFlows: { adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      readAttributes: new ClientAttributes().withStandardAttributes({
        email: true,
        emailVerified: true,
        fullname: true,
      }),
      writeAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, fullname: true })
        .withCustomAttributes('operation'),
      accessTokenValidity: Duration.seconds(accessTokenSeconds),
      refreshTokenValidity: Duration.days(30),
    });

    this.api = new HttpApi(this, 'Api', { createDefaultStage: false });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // Of the whole API; services apply their own limits per account or address. A route cannot have another one: the
      // stage would have to name it before its stack makes it.
      throttle: { rateLimit: target.requestsPerSecond, burstLimit: 2 * target.requestsPerSecond },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            logGroupName: `/${named(this, 'system-design')}/platform/access`,
            retention: RetentionDays.TWO_WEEKS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        format: accessLog,
      },
    });
    this.authorizer = new HttpJwtAuthorizer(
      'Jwt',
      `https://cognito-idp.${this.region}.${this.urlSuffix}/${this.userPool.userPoolId}`,
      {
        jwtAudience: [this.userPoolClient.userPoolClientId],
      },
    );
    const alarm = (name: string, threshold: number, props: Pick<RunbookAlarmProps, 'metric' | 'runbook' | 'says'>) =>
      new RunbookAlarm(this, name, { threshold, topic: this.alarmTopic, ...props });
    const sum = { statistic: 'sum', period: alarmPeriod };
    alarm('ErrorsLogged', 1, {
      metric: new Metric({ ...errorsLogged(this), ...sum }),
      runbook: 'errors-logged',
      says: 'A function logged an error.',
    });
    // A function that dies logs nothing: it is out of time or memory, or its code does not load. Fewer than five are retried calls.
    alarm('FunctionsFail', 5, {
      metric: LambdaFunction.metricAllErrors(sum),
      runbook: 'functions-fail',
      says: 'Calls of functions failed or timed out five times or more in five minutes.',
    });
    alarm('FunctionsThrottled', 5, {
      metric: LambdaFunction.metricAllThrottles(sum),
      runbook: 'functions-throttled',
      says: 'Lambda refused five calls or more in five minutes.',
    });
    alarm('ApiFails', 5, {
      metric: this.api.metricServerError(sum),
      runbook: 'api-fails',
      says: 'The HTTP API answered 5xx five times or more in five minutes.',
    });

    this.apiDirectUrl = target.apiDirectUrl(this.api);
    new CfnOutput(this, 'apiDirectUrl', { value: this.apiDirectUrl });
    new CfnOutput(this, 'alarmTopicArn', { value: alarmTopic.topicArn });
    new CfnOutput(this, 'userPoolId', { value: this.userPool.userPoolId });
    new CfnOutput(this, 'userPoolClientId', { value: this.userPoolClient.userPoolClientId });
  }
}
