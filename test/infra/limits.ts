// Limits of AWS that otherwise only a deployment reveals: one table, with the AWS documentation page of each.
import type { Check } from './checks.ts';
import {
  byStack,
  childAnswers,
  countOf,
  inAll,
  packageSizes,
  readers,
  referredBy,
  rolePolicies,
  sizeOf,
  type Used,
} from './limit-measures.ts';
import { change, multiply } from './spoil.ts';
import type { Templates } from './synth.ts';

interface Limit {
  readonly what: string;
  readonly most: number;
  /** The service's guide and its page. A quota is the default of a new account. */
  readonly source: string;
  readonly fix: string;
  /** Each thing that has the limit, with its usage. */
  readonly used: (templates: Templates) => readonly Used[];
  readonly spoil: Check['spoil'];
}

const KB = 1024;
const MB = 1024 * KB;
const ROUTE = 'AWS::ApiGatewayV2::Route';
const DISTRIBUTION = 'AWS::CloudFront::Distribution';
const MACHINE = 'AWS::StepFunctions::StateMachine';
const FUNCTION = 'AWS::Lambda::Function';
const long = (bytes: number): string => 'x'.repeat(bytes + 1);

const limits: readonly Limit[] = [
  {
    what: 'routes of an HTTP API',
    most: 300,
    source: 'API Gateway: Quotas for configuring and running an HTTP API',
    fix: 'A route costs one a method; give a system with many an API of its own, or ask AWS for more.',
    used: countOf(ROUTE, referredBy('ApiId')),
    spoil: multiply(ROUTE, 300),
  },
  {
    what: 'resources of a stack',
    most: 500,
    source: 'CloudFormation: Understand CloudFormation quotas',
    fix: 'Split the stack: a function brings six resources, a queue four.',
    used: byStack(({ Resources }) => Object.keys(Resources).length),
    spoil: multiply('AWS::Logs::LogGroup', 500),
  },
  {
    what: 'bytes of a template',
    most: MB,
    source: 'CloudFormation: Understand CloudFormation quotas',
    fix: 'Split the stack.',
    used: byStack((template) => JSON.stringify(template, undefined, 1).length),
    spoil: change('AWS::Logs::LogGroup', () => ({ LogGroupName: long(MB) })),
  },
  {
    what: 'characters of all inline policies of a role',
    most: 10_240,
    source: 'IAM: IAM and AWS STS quotas',
    fix: 'Split the function: what needs so much does several things.',
    used: rolePolicies,
    spoil: change('AWS::IAM::Policy', () => ({ PolicyDocument: { Statement: [{ Sid: long(10_240) }] } })),
  },
  {
    what: "bytes of a function's environment",
    most: 4 * KB,
    source: 'Lambda: Lambda quotas',
    fix: 'Put what is long into the bundle, or into a table.',
    used: sizeOf(FUNCTION, ({ Environment }) => (Environment as { Variables?: unknown } | undefined)?.Variables),
    spoil: change(FUNCTION, () => ({ Environment: { Variables: { LONG: long(4 * KB) } } })),
  },
  {
    what: "bytes of a function's package, unzipped",
    most: 250 * MB,
    source: 'Lambda: Lambda quotas',
    fix: 'npm run bench -- imports shows what a bundle is made of; a container image may have 10 GB.',
    used: packageSizes,
    // All packages of the project.
    spoil: change(FUNCTION, () => ({ Description: '../node_modules' })),
  },
  {
    what: 'cache behaviours of a distribution',
    most: 75,
    source: 'CloudFront: Quotas, General quotas on distributions',
    fix: 'Give what is served alike one path in common.',
    used: countOf(
      DISTRIBUTION,
      ({ name }) => name,
      ({ DistributionConfig }) => (DistributionConfig as { CacheBehaviors: unknown[] }).CacheBehaviors.length + 1,
    ),
    spoil: change(DISTRIBUTION, () => ({ DistributionConfig: { CacheBehaviors: Array(75).fill({}) } })),
  },
  {
    what: 'bytes of a CloudFront function',
    most: 10 * KB,
    source: 'CloudFront: Quotas, Quotas on CloudFront Functions',
    fix: 'Keep tables in a key value store.',
    used: sizeOf('AWS::CloudFront::Function', ({ FunctionCode }) => FunctionCode),
    spoil: change('AWS::CloudFront::Function', () => ({ FunctionCode: long(10 * KB) })),
  },
  {
    what: 'cache policies of an account',
    most: 20,
    source: 'CloudFront: Quotas, General quotas on policies',
    fix: 'Share one, or use a managed one (CachePolicy.CACHING_OPTIMIZED).',
    used: countOf('AWS::CloudFront::CachePolicy', inAll),
    spoil: multiply('AWS::CloudFront::CachePolicy', 20),
  },
  {
    what: 'response headers policies of an account',
    most: 20,
    source: 'CloudFront: Quotas, General quotas on policies',
    fix: 'Share one.',
    used: countOf('AWS::CloudFront::ResponseHeadersPolicy', inAll),
    spoil: multiply('AWS::CloudFront::ResponseHeadersPolicy', 20),
  },
  {
    what: 'bytes of the definition of a state machine',
    most: MB,
    source: 'Step Functions: Step Functions service quotas, Quotas related to accounts (maximum request size)',
    fix: 'Let a child execution do a part of it.',
    used: sizeOf(MACHINE, ({ DefinitionString }) => DefinitionString),
    spoil: change(MACHINE, () => ({ DefinitionString: `{"States":{},"Comment":"${long(MB)}"}` })),
  },
  {
    what: 'bytes that 10,000 children of a map answer together',
    most: 256 * KB,
    source:
      'Step Functions: Step Functions service quotas, Quotas related to state machine executions (input or result)',
    fix: 'End the children with { Type: "Pass", Result: {} }, and keep what they made in a table.',
    used: childAnswers(10_000),
    spoil: change(MACHINE, ({ DefinitionString }) => ({
      DefinitionString: JSON.parse(
        JSON.stringify(DefinitionString).replaceAll(
          '\\"Result\\":{}',
          '\\"Result\\":{\\"tells\\":\\"a story too long to be told\\"}',
        ),
      ),
    })),
  },
  {
    what: 'rules of an event bus',
    most: 300,
    source: 'EventBridge: Amazon EventBridge quotas',
    fix: 'One rule takes several events of an emitter; give schedules to EventBridge Scheduler.',
    used: countOf('AWS::Events::Rule', referredBy('EventBusName', 'default bus')),
    spoil: multiply('AWS::Events::Rule', 300),
  },
  {
    what: 'shards of all Kinesis streams',
    // In most regions; 500 or more in three.
    most: 200,
    source: 'Kinesis Data Streams: Quotas and limits',
    fix: 'A shard takes 1 MB/s or 1,000 records/s: share a stream, or ask AWS for more.',
    used: countOf('AWS::Kinesis::Stream', inAll, ({ ShardCount }) => Number(ShardCount)),
    spoil: change('AWS::Kinesis::Stream', () => ({ ShardCount: 201 })),
  },
  {
    what: 'consumers of a Kinesis stream',
    // Each consumer reads every shard once per second.
    most: 5,
    source: 'Kinesis Data Streams: Quotas and limits (five read transactions a second for each shard)',
    fix: 'Give the sixth enhanced fan-out, or let one consumer do for two.',
    used: readers('AWS::Kinesis::Stream'),
    spoil: multiply('AWS::Lambda::EventSourceMapping', 6, ({ EventSourceArn }) =>
      JSON.stringify(EventSourceArn).includes('ClickStream'),
    ),
  },
  {
    what: "consumers of a table's stream",
    most: 2,
    source: 'DynamoDB: Service, account, and table quotas, DynamoDB Streams',
    fix: 'Let one publish events for the others (lib/constructs/outbox.ts).',
    used: readers('AWS::DynamoDB::Table'),
    spoil: multiply('AWS::Lambda::EventSourceMapping', 3, ({ EventSourceArn }) =>
      JSON.stringify(EventSourceArn).includes('StreamArn'),
    ),
  },
];

export const limitChecks: readonly Check[] = limits.map(({ what, most, source, fix, used, spoil }) => ({
  name: `no more than ${most.toLocaleString('en')} ${what}`,
  fix: `${fix} The limit: ${source}.`,
  find: (templates) => {
    const all = used(templates);
    if (all.length === 0) return [`there is nothing to count: ${what}`];
    return all.filter(([, amount]) => amount > most).map(([name, amount]) => `${name}: ${amount} of ${most} ${what}`);
  },
  spoil,
}));
