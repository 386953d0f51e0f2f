// Flows between resources, read from the templates: each has a kind, two ends and, where it helps, a label.
import { functionsOf, grantsOf, type LambdaFunction } from '../shape.ts';
import { list, type Resource, referred, resources, type Statement, statementsOf, type Templates } from '../synth.ts';

export type FlowKind = 'http' | 'event' | 'queue' | 'stream' | 'call' | 'write' | 'read' | 'schedule';

/** The ends are names of resources (`links/ClickStream`) or one of the outsiders below. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly kind: FlowKind;
  readonly label?: string;
}

export const BUS = 'platform/Bus';
const CLIENT = 'HTTP API';
export const CLOCK = 'schedule';

/** `links` of `links/ClickStream`. */
export const systemOf = (name: string): string => name.split('/')[0] ?? '';

const calls = (
  templates: Templates,
  { stack, id }: Pick<Resource, 'stack' | 'id'>,
  from: { stack: string; value: unknown },
): boolean => {
  const found = referred(templates, from.stack, from.value);
  return found?.stack === stack && found.id === id;
};

function routeCount(templates: Templates, fn: LambdaFunction): number {
  return resources(templates, 'AWS::ApiGatewayV2::Route').filter(({ stack, properties }) => {
    const integration = referred(templates, stack, properties.Target);
    if (integration === undefined || !/^[A-Z]+ \//.test(String(properties.RouteKey))) return false;
    return calls(templates, fn, { stack: integration.stack, value: integration.properties.IntegrationUri });
  }).length;
}

function httpFlows(templates: Templates): Flow[] {
  return functionsOf(templates).flatMap((fn) => {
    const count = routeCount(templates, fn);
    return count === 0 ? [] : [{ from: CLIENT, to: fn.name, kind: 'http', label: `${count} routes` } as const];
  });
}

function sourceFlows(templates: Templates): Flow[] {
  return resources(templates, 'AWS::Lambda::EventSourceMapping').flatMap(({ stack, properties }) => {
    const from = referred(templates, stack, properties.EventSourceArn);
    const to = referred(templates, stack, properties.FunctionName);
    if (!from || !to) return [];
    return [{ from: from.name, to: to.name, kind: from.type === 'AWS::SQS::Queue' ? 'queue' : 'stream' } as const];
  });
}

interface RuleProperties {
  readonly EventBusName?: unknown;
  readonly EventPattern?: { readonly source?: string[]; readonly 'detail-type'?: string[] };
  readonly ScheduleExpression?: string;
  readonly Targets?: { readonly Arn: unknown }[];
}

/** Whether a system emits an event type: a rule over two emitters lists the types of both together. */
export type Emits = (busSource: string, type: string) => boolean;

/** Flows from the emitting system over the bus to the consumer's queue; also schedules, and events of AWS itself. */
function ruleFlows(templates: Templates, emits: Emits): Flow[] {
  return resources<RuleProperties>(templates, 'AWS::Events::Rule').flatMap(({ stack, properties }) =>
    (properties.Targets ?? []).flatMap(({ Arn }): Flow[] => {
      const to = referred(templates, stack, Arn)?.name;
      if (to === undefined) return [];
      const { ScheduleExpression: schedule, EventBusName: bus, EventPattern = {} } = properties;
      if (schedule !== undefined) return [{ from: CLOCK, to, kind: 'schedule', label: schedule }];
      const { source = [], 'detail-type': types = [] } = EventPattern;
      return source.map((from) => ({
        from: bus === undefined ? from : `${BUS} ${from}`,
        to,
        kind: 'event',
        label: types.filter((type) => bus === undefined || emits(from, type)).join(', '),
      }));
    }),
  );
}

function bucketFlows(templates: Templates): Flow[] {
  interface Bucket {
    readonly NotificationConfiguration?: { readonly QueueConfigurations?: { readonly Queue: unknown }[] };
  }
  return resources<Bucket>(templates, 'AWS::S3::Bucket').flatMap(({ stack, name, properties }) =>
    (properties.NotificationConfiguration?.QueueConfigurations ?? []).flatMap(({ Queue }) => {
      const to = referred(templates, stack, Queue)?.name;
      return to === undefined ? [] : [{ from: name, to, kind: 'queue' } as const];
    }),
  );
}

const DATA = new Set([
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::Kinesis::Stream',
  'AWS::SQS::Queue',
  'AWS::Cognito::UserPool',
]);
const WRITES = /:(?:Put|Update|Delete|BatchWrite|Send|Abort|Admin(?:Create|Update|Initiate|UserGlobal))/;
const READS = /:(?:Get|BatchGet|Query|Scan|List|AdminGet)/;
/** Permissions that a trigger needs to read its source; the trigger's arrow already shows them. */
const POLLING =
  /^(?:sqs:(?:Receive|Delete|Change|Get)|kinesis:(?:Get|List|Describe|Subscribe)|dynamodb:(?:DescribeStream|GetRecords|GetShardIterator|ListStreams)|s3:ListBucket)/;

function grantFlows(templates: Templates, from: string, stack: string, statements: readonly Statement[]): Flow[] {
  return statements.flatMap(({ Action, Resource }) => {
    const actions = list(Action).filter((action) => !POLLING.test(action));
    return list(Resource).flatMap((one): Flow[] => {
      const to = referred(templates, stack, one);
      if (!to || /\/(?:Parked|Guard|Revocations)$/.test(to.name)) return [];
      if (actions.includes('events:PutEvents')) return [{ from, to: BUS, kind: 'event' }];
      if (actions.some((action) => /^(?:lambda:Invoke|states:Start)/.test(action)))
        return [{ from, to: to.name, kind: 'call' }];
      if (!DATA.has(to.type)) return [];
      if (to.type === 'AWS::SQS::Queue') return actions.length > 0 ? [{ from, to: to.name, kind: 'queue' }] : [];
      if (to.type === 'AWS::Kinesis::Stream') return actions.length > 0 ? [{ from, to: to.name, kind: 'stream' }] : [];
      if (actions.some((action) => WRITES.test(action))) return [{ from, to: to.name, kind: 'write' }];
      return actions.some((action) => READS.test(action)) ? [{ from: to.name, to: from, kind: 'read' }] : [];
    });
  });
}

/** Calls that a state machine may make, from the policies of its role. */
function machineFlows(templates: Templates): Flow[] {
  return resources(templates, 'AWS::StepFunctions::StateMachine').flatMap(({ stack, name, properties }) => {
    const role = referred(templates, stack, properties.RoleArn);
    return resources<{ Roles?: unknown[] }>(templates, 'AWS::IAM::Policy')
      .filter((policy) =>
        policy.properties.Roles?.some((one) => referred(templates, policy.stack, one)?.id === role?.id),
      )
      .flatMap((policy) => grantFlows(templates, name, policy.stack, statementsOf(policy.properties)))
      .filter(({ kind }) => kind === 'call');
  });
}

/** Every flow once, in a fixed order. If a function reads and writes the same resource, the write stands for both. */
export function flowsOf(templates: Templates, emits: Emits): Flow[] {
  const grants = functionsOf(templates).flatMap((fn) =>
    grantFlows(templates, fn.name, fn.stack, grantsOf(templates, fn)),
  );
  const all = [
    ...httpFlows(templates),
    ...sourceFlows(templates),
    ...ruleFlows(templates, emits),
    ...bucketFlows(templates),
    ...grants,
    ...machineFlows(templates),
  ];
  const once = new Map(all.map((flow) => [JSON.stringify(flow), flow]));
  return [...once]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, flow]) => flow)
    .filter(
      ({ kind, from, to }) =>
        kind !== 'read' || !once.has(JSON.stringify({ from: to, to: from, kind: 'write' } satisfies Flow)),
    );
}
