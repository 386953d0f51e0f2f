// The price of a month in which nobody uses the application, from its templates. Every resource type has a price or is
// free by name, so a new one cannot be forgotten. Tiers that are always free are taken off, those of a new account's first
// year are not.
import { prices } from './prices.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}
export interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}
export interface Position {
  readonly what: string;
  readonly dollars: number;
}

const HOURS = 730;
const MINUTES = HOURS * 60;

/** Lambda keeps five pollers at a mapped queue, each of which asks every 20 s. */
const POLLS = 5 * 3 * MINUTES;

/** A sweep that finds nothing: 512 MB for 0.1 s, and 0.8 KB of log. */
const CALL = { gbSeconds: 0.05, logGb: 0.8e-6 };
/** Reads of a sweep: an index shard or two, eventually consistent. */
const SWEEP_READS = 3.3 * prices.readUnit;
/** AWS-managed keys: a call every five minutes for each polled stream. */
const KEY_REQUESTS = HOURS * 12 * prices.keyRequest;

/** Always free, a month. */
const FREE = { alarms: 10, metrics: 10, sqsRequests: 1e6, calls: 1e6, gbSeconds: 400_000, logGb: 5 };

/** Nothing is billed until it is called, holds data or sends. */
const free = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  // The first two of an account.
  'AWS::Budgets::Budget',
  'AWS::CDK::Metadata',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  // On demand. Point-in-time recovery is billed by the bytes.
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::StepFunctions::StateMachine',
]);
const priced = new Set([
  'AWS::CloudWatch::Alarm',
  'AWS::Events::Rule',
  'AWS::Kinesis::Stream',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Logs::MetricFilter',
  'AWS::OpenSearchService::Domain',
  'AWS::SecretsManager::Secret',
  'AWS::WAFv2::WebACL',
]);

/** Every type that may be deployed. */
export const resourceTypes: readonly string[] = [...free, ...priced];

/** Positions of more than nothing, the dearest first. Throws for a type without a price. */
export function idleMonth(templates: readonly Template[]): Position[] {
  const all = templates.flatMap(({ Resources = {} }) => Object.values(Resources));
  const unknown = all.find(({ Type }) => !free.has(Type) && !priced.has(Type));
  if (unknown) throw new Error(`There is no price for ${unknown.Type}: say in lib/idle-month.ts what it costs unused.`);
  const of = (type: string) => all.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const beyond = (used: number, allowance: number, price: number) => Math.max(0, used - allowance) * price;

  const shards = of('AWS::Kinesis::Stream').map(
    ({ ShardCount = 1, RetentionPeriodHours = 24 }) =>
      Number(ShardCount) *
      HOURS *
      (prices.kinesisShardHour + (Number(RetentionPeriodHours) > 24 ? prices.kinesisKeptShardHour : 0)),
  );
  const mappings = of('AWS::Lambda::EventSourceMapping');
  // The mapping of a stream names where it starts, that of a queue does not.
  const queues = mappings.filter(({ StartingPosition }) => StartingPosition === undefined).length;
  const metrics = new Set(of('AWS::Logs::MetricFilter').map((one) => metricOf(one.MetricTransformations)));
  const schedules = of('AWS::Events::Rule').filter((one) => one.ScheduleExpression === 'rate(1 minute)').length;
  const slower = of('AWS::Events::Rule').find(
    ({ ScheduleExpression }) => ScheduleExpression !== undefined && ScheduleExpression !== 'rate(1 minute)',
  );
  if (slower) throw new Error(`There is no price for a schedule of ${slower.ScheduleExpression}: lib/idle-month.ts.`);
  const calls = schedules * MINUTES;
  return [
    { what: 'Kinesis shards', dollars: sum(shards) },
    { what: 'alarms', dollars: beyond(of('AWS::CloudWatch::Alarm').length, FREE.alarms, prices.alarmMonth) },
    { what: 'polls of queues', dollars: beyond(queues * POLLS, FREE.sqsRequests, prices.sqsRequest) },
    { what: 'secrets', dollars: of('AWS::SecretsManager::Secret').length * prices.secretMonth },
    {
      what: 'WAF',
      dollars: sum(
        of('AWS::WAFv2::WebACL').map(
          ({ Rules = [] }) => prices.webAclMonth + (Rules as readonly unknown[]).length * prices.webAclRuleMonth,
        ),
      ),
    },
    { what: 'metrics', dollars: beyond(metrics.size, FREE.metrics, prices.metricMonth) },
    {
      what: 'sweeps',
      dollars:
        beyond(calls, FREE.calls, prices.lambdaRequest) +
        beyond(calls * CALL.gbSeconds, FREE.gbSeconds, prices.lambdaGbSecond) +
        beyond(calls * CALL.logGb, FREE.logGb, prices.logGb) +
        calls * SWEEP_READS,
    },
    { what: 'requests of keys', dollars: (mappings.length - queues) * KEY_REQUESTS },
    {
      what: 'OpenSearch',
      dollars: sum(
        of('AWS::OpenSearchService::Domain').map(
          ({ EBSOptions }) =>
            HOURS * prices.openSearchSmallHour +
            Number((EBSOptions as { VolumeSize?: number } | undefined)?.VolumeSize) * prices.openSearchGbMonth,
        ),
      ),
    },
  ]
    .filter(({ dollars }) => dollars > 0)
    .sort((a, b) => b.dollars - a.dollars);
}

const sum = (dollars: readonly number[]): number => dollars.reduce((total, one) => total + one, 0);
const metricOf = (transformations: unknown): string => {
  const [first] = transformations as [{ MetricNamespace: string; MetricName: string }];
  return `${first.MetricNamespace}/${first.MetricName}`;
};

export const totalOf = (positions: readonly Position[]): number => sum(positions.map(({ dollars }) => dollars));

/** The line that synthesis ends with: `Idle month: $43.10 (us-east-1)`. */
export const idleLine = (templates: readonly Template[]): string =>
  `Idle month: $${totalOf(idleMonth(templates)).toFixed(2)} (us-east-1)`;
