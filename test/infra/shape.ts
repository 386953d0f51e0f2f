// shape.txt: everything deployed, one line each, so that a review shows what a change grants, opens or slows.
import {
  list,
  outlives,
  type Resource,
  referred,
  resources,
  type Statement,
  statementsOf,
  type Templates,
  textOf,
} from './synth.ts';

interface FunctionProperties {
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly Role: unknown;
  readonly Environment?: { Variables: Record<string, unknown> };
  readonly LoggingConfig?: { LogGroup: unknown };
}
export type LambdaFunction = Resource<FunctionProperties>;

interface Route {
  readonly RouteKey: string;
  readonly AuthorizationType: string;
  readonly Target: unknown;
}
interface Mapping {
  readonly FunctionName: unknown;
  readonly EventSourceArn: unknown;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
}
interface Permission {
  readonly FunctionName: unknown;
  readonly Principal: string;
  readonly SourceArn: unknown;
}
interface Table {
  readonly KeySchema: { AttributeName: string }[];
  readonly GlobalSecondaryIndexes?: { IndexName: string; KeySchema: { AttributeName: string }[] }[];
  readonly TimeToLiveSpecification?: { AttributeName: string };
}
interface Queue {
  readonly MessageRetentionPeriod?: number;
  readonly VisibilityTimeout?: number;
  readonly RedrivePolicy?: { maxReceiveCount: number };
}
interface Machine {
  readonly StateMachineType?: string;
  readonly RoleArn: unknown;
}
interface Stream {
  readonly ShardCount: number;
  readonly RetentionPeriodHours: number;
}

export const functionsOf = (templates: Templates): LambdaFunction[] =>
  resources<FunctionProperties>(templates, 'AWS::Lambda::Function');

/** Permissions of a function's role, from the statements of its policies. */
export function grantsOf(templates: Templates, { stack, properties }: LambdaFunction): Statement[] {
  return rolePolicies(templates, referred(templates, stack, properties.Role));
}

function rolePolicies(templates: Templates, role: Resource | undefined): Statement[] {
  return resources<{ Roles?: unknown[] }>(templates, 'AWS::IAM::Policy')
    .filter((policy) => policy.properties.Roles?.some((one) => referred(templates, policy.stack, one)?.id === role?.id))
    .flatMap(({ properties: policy }) => statementsOf(policy));
}

function triggersOf(templates: Templates, { id }: LambdaFunction): string[] {
  const calls = (stack: string, value: unknown) => referred(templates, stack, value)?.id === id;
  const methods = new Map<string, string[]>();
  for (const { stack, properties } of resources<Route>(templates, 'AWS::ApiGatewayV2::Route')) {
    const integration = referred(templates, stack, properties.Target);
    if (!integration || !calls(integration.stack, integration.properties.IntegrationUri)) continue;
    const [method = '', path = ''] = properties.RouteKey.split(' ');
    methods.set(path, [...(methods.get(path) ?? []), method + (properties.AuthorizationType === 'NONE' ? '' : '*')]);
  }
  const routes = [...methods]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, of]) => `${of.sort().join(' ')} ${path}`.trim());
  const sources = resources<Mapping>(templates, 'AWS::Lambda::EventSourceMapping')
    .filter(({ stack, properties }) => calls(stack, properties.FunctionName))
    .map(({ stack, properties }) => {
      const { BatchSize, MaximumBatchingWindowInSeconds = 0 } = properties;
      return `${textOf(templates, stack, properties.EventSourceArn)} by ${BatchSize} or ${MaximumBatchingWindowInSeconds} s`;
    });
  const invokers = resources<Permission>(templates, 'AWS::Lambda::Permission')
    .filter(({ properties }) => properties.Principal !== 'apigateway.amazonaws.com')
    .filter(({ stack, properties }) => calls(stack, properties.FunctionName))
    .map(({ stack, properties }) => {
      return `${properties.Principal.split('.')[0]} of ${textOf(templates, stack, properties.SourceArn)}`;
    });
  return [...routes, ...sources, ...invokers];
}

/** `dynamodb GetItem PutItem on links/Links`; the function's own log group is just `log`. */
function grantText(templates: Templates, fn: LambdaFunction, { Action, Resource }: Statement): string {
  const actions = list(Action).map((action) => action.split(':'));
  const on = list(Resource).map((resource) => textOf(templates, fn.stack, resource));
  const log = fn.properties.LoggingConfig && textOf(templates, fn.stack, fn.properties.LoggingConfig.LogGroup);
  if (on.every((name) => name === log) && actions.every(([service]) => service === 'logs')) return 'log';
  const services = [...new Set(actions.map(([service]) => service))];
  return `${services.map((service) => `${service} ${actions.flatMap(([of, verb]) => (of === service ? [verb] : [])).join(' ')}`).join(' ')} on ${on.join(', ')}`;
}

/** Names only, except for the number of shards, which must never shrink. */
const environmentText = ({ properties }: LambdaFunction): string =>
  Object.entries(properties.Environment?.Variables ?? {})
    .map(([name, value]) => (name.endsWith('_SHARDS') ? `${name}=${value}` : name))
    .sort()
    .join(' ');

function functionLine(templates: Templates, fn: LambdaFunction): string {
  const { Description, Timeout, MemorySize, ReservedConcurrentExecutions: atOnce } = fn.properties;
  const grants = grantsOf(templates, fn).map((statement) => grantText(templates, fn, statement));
  const columns = [
    `${Description}`,
    `${Timeout} s ${MemorySize} MB${atOnce === undefined ? '' : ` at most ${atOnce} at once`}`,
    `on ${triggersOf(templates, fn).join(', ') || 'nothing'}`,
    `may ${grants.sort().join('; ') || 'nothing'}`,
    `env ${environmentText(fn)}`,
  ];
  return columns.join(' | ');
}

const keys = (schema: { AttributeName: string }[]): string =>
  schema.map(({ AttributeName }) => AttributeName).join(' + ');
const days = (seconds: number): string => `${seconds / 86_400} days`;

/** The text of shape.txt; it changes only when the application does. */
export function shapeOf(templates: Templates): string {
  const functions = functionsOf(templates).map((fn) => functionLine(templates, fn));
  const tables = resources<Table>(templates, 'AWS::DynamoDB::Table').map(({ name, properties, deletionPolicy }) => {
    const indexes = properties.GlobalSecondaryIndexes ?? [];
    return [
      `${name} | ${keys(properties.KeySchema)}`,
      ...indexes.map(({ IndexName, KeySchema }) => `index ${IndexName}: ${keys(KeySchema)}`),
      ...(properties.TimeToLiveSpecification ? [`expires by ${properties.TimeToLiveSpecification.AttributeName}`] : []),
      `${outlives(deletionPolicy) ? 'outlives' : 'goes with'} its stack`,
    ].join(' | ');
  });
  const queues = resources<Queue>(templates, 'AWS::SQS::Queue').map(({ name, properties }) => {
    const { MessageRetentionPeriod = 345_600, VisibilityTimeout = 30, RedrivePolicy } = properties;
    const redrive = RedrivePolicy ? ` | parked after ${RedrivePolicy.maxReceiveCount} tries` : '';
    return `${name} | keeps ${days(MessageRetentionPeriod)} | hidden ${VisibilityTimeout} s${redrive}`;
  });
  const streams = resources<Stream>(templates, 'AWS::Kinesis::Stream').map(
    ({ name, properties }) =>
      `${name} | ${properties.ShardCount} shards | keeps ${properties.RetentionPeriodHours / 24} days`,
  );
  const machines = resources<Machine>(templates, 'AWS::StepFunctions::StateMachine').map(
    ({ stack, name, properties }) => {
      const role = referred(templates, stack, properties.RoleArn);
      const grants = rolePolicies(templates, role).map(({ Action, Resource }) => {
        const on = list(Resource).map((resource) => textOf(templates, stack, resource));
        return `${list(Action).join(' ')} on ${on.join(', ')}`;
      });
      return `${name} | ${properties.StateMachineType ?? 'STANDARD'} | may ${grants.sort().join('; ')}`;
    },
  );
  const part = (title: string, lines: string[]) => `# ${title}\n${lines.sort().join('\n')}\n`;
  return [
    '# All that is deployed, made of the templates by test/infra/shape.ts. Rewrite: UPDATE_SHAPE=1 npm test infra\n',
    part('Functions: what calls them (* with an access token), what they may do', functions),
    part('Tables', tables),
    part('Queues', queues),
    part('Streams', streams),
    part('State machines', machines),
  ].join('\n');
}
