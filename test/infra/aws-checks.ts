// Checks of what AWS refuses, keeps or caches and an emulator does not: docs/decisions/0025-aws.md.

import { LOG_GROUP } from '../../cli/down/found.ts';
import { kinds } from '../../cli/down/kept.ts';
import { type Check, policy } from './checks.ts';
import { change, first, type Raw } from './spoil.ts';
import { list, outlives, referred, resources, statementsOf, type Templates, textOf } from './synth.ts';

const ROUTE = 'AWS::ApiGatewayV2::Route';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';

/** Source: CloudFront, "How CloudFront processes HTTP 4xx and 5xx status codes from your origin". */
const CACHED_ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
interface Errors {
  readonly DistributionConfig: {
    readonly CustomErrorResponses?: readonly {
      readonly ErrorCode: number;
      readonly ErrorCachingMinTTL?: number;
      readonly ResponsePagePath?: string;
    }[];
  };
}

/** Source: API Gateway, "Customize HTTP API access logs"; those that we log. */
const LOG_VARIABLES = new Set(
  [
    'authorizer.error',
    'httpMethod',
    'identity.sourceIp',
    'identity.userAgent',
    'integrationErrorMessage',
    'integrationStatus',
    'path',
    'requestId',
    'requestTimeEpoch',
    'responseLatency',
    'responseLength',
    'routeKey',
    'status',
  ].map((name) => `$context.${name}`),
);

/** Routes of a stack that may be changed while another one is: all but one depend on another. */
const unchained = (templates: Templates): string[] =>
  Object.entries(templates).flatMap(([stack, { Resources }]) => {
    const routes = Object.entries(Resources).filter(([, { Type }]) => Type === ROUTE);
    const ids = new Set(routes.map(([id]) => id));
    const free = routes.filter(([, { DependsOn }]) => !list(DependsOn).some((id) => ids.has(id)));
    return free.slice(1).map(([id]) => `${stack} ${id}`);
  });

/** Functions that a rule calls by the clock. */
const scheduled = (templates: Templates) =>
  resources<{ ScheduleExpression?: string; Targets?: readonly { Arn: unknown }[] }>(
    templates,
    'AWS::Events::Rule',
  ).flatMap(({ stack, properties: { ScheduleExpression, Targets = [] } }) =>
    ScheduleExpression === undefined ? [] : Targets.flatMap(({ Arn }) => referred(templates, stack, Arn) ?? []),
  );

function scanningOnSchedule(templates: Templates): string[] {
  const roles = resources<{ Roles?: readonly unknown[] }>(templates, 'AWS::IAM::Policy')
    .filter(({ properties }) => statementsOf(properties).some(({ Action }) => list(Action).includes('dynamodb:Scan')))
    .flatMap(({ stack, properties: { Roles = [] } }) => Roles.map((role) => textOf(templates, stack, role)));
  return scheduled(templates)
    .filter(({ stack, properties }) => roles.includes(textOf(templates, stack, properties.Role)))
    .map(({ name }) => name);
}
/** Log groups go with their stacks, but whoever still writes may make them again. */
const downDeletes = Object.keys(kinds).filter((type) => type !== LOG_GROUP);

export const awsChecks: readonly Check[] = [
  {
    name: 'npm run down deletes just the kinds of resources that outlive their stack',
    fix: 'Add the kind to cli/down/kept.ts, or remove it there.',
    find: (templates) => {
      const kept = resources(templates).filter(({ deletionPolicy }) => outlives(deletionPolicy));
      return [
        ...kept.filter(({ type }) => !downDeletes.includes(type)).map(({ name }) => name),
        ...downDeletes.filter((type) => !kept.some((one) => one.type === type)),
      ];
    },
    spoil: (templates) => {
      first(templates, 'AWS::SecretsManager::Secret').DeletionPolicy = 'RetainExceptOnCreate';
    },
  },
  {
    name: 'a bucket goes with its stack, and AWS itself writes nothing to it',
    fix: 'RemovalPolicy.DESTROY, and no server access logs: S3 writes them for hours after the last request, so that npm run down cannot empty the bucket.',
    find: (templates) =>
      resources(templates, 'AWS::S3::Bucket')
        .filter(({ deletionPolicy, properties }) => outlives(deletionPolicy) || properties.LoggingConfiguration)
        .map(({ name }) => name),
    spoil: change('AWS::S3::Bucket', () => ({ LoggingConfiguration: { DestinationBucketName: 'log' } })),
  },
  {
    name: 'no concurrency is reserved unless asked for',
    fix: 'Give atOnce under target.bulkheads only: a new account has 10 concurrent executions, and none may be reserved.',
    find: (templates) =>
      resources(templates, 'AWS::Lambda::Function')
        .filter(({ properties }) => properties.ReservedConcurrentExecutions !== undefined)
        .map(({ name }) => name),
    spoil: change('AWS::Lambda::Function', () => ({ ReservedConcurrentExecutions: 1 })),
  },
  {
    name: 'nothing outlives a stack that fails at its creation',
    fix: 'RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE: what is merely retained stays, costs money, and the next try makes another.',
    find: (templates) =>
      resources(templates)
        .filter(({ deletionPolicy }) => deletionPolicy === 'Retain')
        .map(({ name }) => name),
    spoil: (templates) => {
      first(templates, 'AWS::DynamoDB::Table').DeletionPolicy = 'Retain';
    },
  },
  {
    name: 'a stream goes with its stack',
    fix: 'removalPolicy: RemovalPolicy.DESTROY: its records are read within hours, and each shard costs $11 a month.',
    find: (templates) =>
      resources(templates, 'AWS::Kinesis::Stream')
        .filter(({ deletionPolicy }) => deletionPolicy !== 'Delete')
        .map(({ name }) => name),
    spoil: (templates) => {
      first(templates, 'AWS::Kinesis::Stream').DeletionPolicy = 'RetainExceptOnCreate';
    },
  },
  {
    name: 'routes are created one after the other',
    fix: 'lib/routes-in-order.ts chains them: API Gateway refuses concurrent changes of one API.',
    find: unchained,
    spoil: (templates) => {
      for (const { Resources } of Object.values(templates))
        for (const raw of Object.values(Resources)) if (raw.Type === ROUTE) (raw as Raw).DependsOn = [];
    },
  },
  {
    name: 'a name that an account has once carries its region',
    fix: 'Give the resource a name with this.stackName and this.region.',
    find: (templates) =>
      resources(templates)
        .filter(({ type }) => type.startsWith('AWS::CloudFront::') && type !== DISTRIBUTION)
        .filter(({ properties }) => !/"Name":\{[^}]*\[[^\]]*"AWS::Region"/.test(JSON.stringify(properties)))
        .map(({ name }) => name),
    spoil: change('AWS::CloudFront::ResponseHeadersPolicy', () => ({ ResponseHeadersPolicyConfig: { Name: 'ours' } })),
  },
  {
    name: 'no function on a schedule scans a table',
    fix: 'Give the table a sparse index of what the function looks for: a scan costs what there is, every minute.',
    find: scanningOnSchedule,
    spoil: (templates) => {
      const [{ stack, properties } = { stack: '', properties: {} as Record<string, unknown> }] = scheduled(templates);
      const Properties = { ...policy('dynamodb:Scan', 'arn:aws:dynamodb:table'), Roles: [properties.Role] };
      Object.assign(templates[stack]?.Resources ?? {}, { Scanning: { Type: 'AWS::IAM::Policy', Properties } });
    },
  },
  {
    name: 'a scheduled call that is throttled is not kept for later',
    fix: 'Make the schedule an EveryMinute (lib/constructs/every-minute.ts): the next call does the same.',
    find: (templates) => {
      const kept = resources<{
        FunctionName: unknown;
        MaximumEventAgeInSeconds?: number;
        MaximumRetryAttempts?: number;
      }>(templates, 'AWS::Lambda::EventInvokeConfig')
        .filter(
          ({ properties: { MaximumEventAgeInSeconds: age = 21_600, MaximumRetryAttempts: tries = 2 } }) =>
            age <= 60 && tries === 0,
        )
        .map(({ stack, properties }) => textOf(templates, stack, properties.FunctionName));
      return scheduled(templates)
        .filter(({ name }) => !kept.includes(name))
        .map(({ name }) => name);
    },
    spoil: change('AWS::Lambda::EventInvokeConfig', () => ({ MaximumEventAgeInSeconds: 21_600 })),
  },
  {
    name: 'the CDN caches no error of one caller for others',
    fix: 'Give the status a ttl of 0 in errorResponses; one with a page of ours may have five seconds.',
    find: (templates) =>
      resources<Errors>(templates, DISTRIBUTION).flatMap(({ name, properties }) => {
        const told = properties.DistributionConfig.CustomErrorResponses ?? [];
        return CACHED_ERRORS.filter((code) => {
          const { ErrorCachingMinTTL = 10, ResponsePagePath } = told.find(({ ErrorCode }) => ErrorCode === code) ?? {};
          return ErrorCachingMinTTL > (ResponsePagePath === undefined ? 0 : 5);
        }).map((code) => `${name} caches ${code}`);
      }),
    spoil: (templates) => {
      const { DistributionConfig } = first(templates, DISTRIBUTION).Properties as unknown as Errors;
      Object.assign(DistributionConfig, { CustomErrorResponses: DistributionConfig.CustomErrorResponses?.slice(1) });
    },
  },
  {
    name: 'an access log asks for variables that HTTP APIs have',
    fix: 'Take one of "Customize HTTP API access logs", and add it to this check; others are logged as a dash.',
    find: (templates) =>
      resources<{ AccessLogSettings?: { Format: string } }>(templates, 'AWS::ApiGatewayV2::Stage').flatMap(
        ({ name, properties }) =>
          (properties.AccessLogSettings?.Format.match(/\$context\.[\w.]+/g) ?? [`${name} logs nothing`]).filter(
            (variable) => !LOG_VARIABLES.has(variable),
          ),
      ),
    spoil: change('AWS::ApiGatewayV2::Stage', () => ({ AccessLogSettings: { Format: '$context.resourcePath' } })),
  },
];
