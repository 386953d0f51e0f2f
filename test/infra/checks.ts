// Checks of every template. Each check has a change that it must detect.
import { functionsOf, grantsOf } from './shape.ts';
import { change, first, type Raw } from './spoil.ts';
import { list, outlives, referred, resources, type Statement, statementsOf, type Templates, textOf } from './synth.ts';

export interface Check {
  /** The check as a sentence. */
  readonly name: string;
  readonly fix: string;
  /** Violations, with the resource's name. */
  readonly find: (templates: Templates) => string[];
  /** Changes a copy of the templates so that it breaks the check. */
  readonly spoil: (templates: Templates) => void;
}

function add(templates: Templates, Type: string, Properties: Record<string, unknown> = {}): void {
  const template = Object.values(templates)[0];
  if (template) template.Resources.Added = { Type, Properties };
}

export const policy = (Action: string, Resource: string) => ({
  PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource }] },
});

const isPrincipalAnyone = ({ Principal }: Statement): boolean =>
  Principal === '*' || list((Principal as { AWS?: string | string[] } | undefined)?.AWS).includes('*');

export const demandsTls = (statement: Statement): boolean =>
  statement.Effect === 'Deny' &&
  isPrincipalAnyone(statement) &&
  JSON.stringify(statement.Condition) === '{"Bool":{"aws:SecureTransport":"false"}}';

function answersWithoutTls(templates: Templates, type: string, policyType: string, targets: string): string[] {
  const refused = resources(templates, policyType)
    .filter(({ properties }) => statementsOf(properties).some(demandsTls))
    .flatMap(({ stack, properties }) => list(properties[targets]).map((target) => textOf(templates, stack, target)));
  return resources(templates, type)
    .filter(({ name }) => !refused.includes(name))
    .map(({ name }) => `${name} answers without TLS`);
}

const tlsOf = (type: string, policyType: string, targets: string): Pick<Check, 'find' | 'spoil'> => ({
  find: (templates) => answersWithoutTls(templates, type, policyType, targets),
  spoil: (templates) => {
    first(templates, policyType).Properties = { PolicyDocument: { Statement: [] } };
  },
});

/**
 * AWS has no resource for these actions. A state machine needs them for log delivery and tracing. A Transcribe job does
 * not exist before its start, so its statement restricts the output bucket instead.
 */
const WITHOUT_RESOURCE =
  /^(?:logs:(?:(?:Create|Get|Update|Delete)LogDelivery|ListLogDeliveries|PutResourcePolicy|Describe(?:ResourcePolicies|LogGroups))|xray:(?:PutTraceSegments|PutTelemetryRecords|GetSampling(?:Rules|Targets))|transcribe:StartTranscriptionJob)$/;

export const checks: readonly Check[] = [
  {
    name: 'no statement allows an action with a wildcard',
    fix: 'Name each action.',
    find: (templates) =>
      resources(templates).flatMap(({ name, properties }) =>
        statementsOf(properties)
          .flatMap(({ Effect, Action }) => (Effect === 'Allow' ? list(Action) : []))
          .filter((action) => action.includes('*'))
          .map((action) => `${name} allows ${action}`),
      ),
    spoil: (templates) => add(templates, 'AWS::IAM::Policy', policy('s3:*', 'arn:aws:s3:::bucket')),
  },
  {
    name: 'no statement is on every resource',
    fix: 'Name the ARN. Where AWS has no narrower one, add the action to this check with the reason.',
    find: (templates) =>
      resources(templates)
        .filter(({ properties }) =>
          statementsOf(properties).some(
            (one) =>
              list(one.Resource).includes('*') && !list(one.Action).every((action) => WITHOUT_RESOURCE.test(action)),
          ),
        )
        .map(({ name }) => name),
    spoil: (templates) => add(templates, 'AWS::IAM::Policy', policy('kinesis:ListStreams', '*')),
  },
  {
    name: 'nothing is allowed to just anyone',
    fix: 'Name the service or the account in the Principal.',
    find: (templates) =>
      resources(templates)
        .filter(({ properties }) =>
          statementsOf(properties).some((one) => one.Effect === 'Allow' && isPrincipalAnyone(one)),
        )
        .map(({ name }) => name),
    spoil: change('AWS::SQS::QueuePolicy', () => ({
      PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage' }] },
    })),
  },
  {
    name: 'no Lambda of the CDK deploys for us',
    fix: 'Do it in localstack/ or with the CLI: custom resources hang the emulator and run with rights of their own.',
    find: (templates) =>
      resources(templates)
        .filter(({ type }) => /^Custom::|CustomResource$/.test(type))
        .map(({ name, type }) => `${name} is a ${type}`),
    spoil: (templates) => add(templates, 'Custom::S3AutoDeleteObjects'),
  },
  {
    name: 'every function writes to a log group of its own that forgets',
    fix: 'Make it a ServiceFunction (lib/constructs/service-function.ts).',
    find: (templates) => {
      const groups = functionsOf(templates).map(({ stack, properties }) =>
        referred(templates, stack, properties.LoggingConfig?.LogGroup),
      );
      return functionsOf(templates)
        .filter(
          (_, i) =>
            !groups[i]?.properties.RetentionInDays || groups.filter((one) => one?.id === groups[i]?.id).length > 1,
        )
        .map(({ name }) => name);
    },
    spoil: change('AWS::Lambda::Function', () => ({ LoggingConfig: undefined })),
  },
  {
    name: 'every function has a role of its own',
    fix: 'Make it a ServiceFunction (lib/constructs/service-function.ts).',
    find: (templates) => {
      const roles = functionsOf(templates).map(({ stack, properties }) => textOf(templates, stack, properties.Role));
      return roles.filter((role, i) => roles.indexOf(role) !== i).map((role) => `${role} serves two functions`);
    },
    spoil: (templates) => {
      for (const { Resources } of Object.values(templates)) {
        const functions = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function') as Raw[];
        for (const one of functions) one.Properties.Role = functions[0]?.Properties.Role;
      }
    },
  },
  {
    name: 'no role has a managed policy',
    fix: 'Grant by bind(): a managed policy allows what AWS adds to it next year.',
    find: (templates) =>
      resources<{ ManagedPolicyArns?: unknown[] }>(templates, 'AWS::IAM::Role')
        .filter(({ properties }) => properties.ManagedPolicyArns?.length)
        .map(({ name }) => name),
    spoil: change('AWS::IAM::Role', () => ({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] })),
  },
  {
    name: 'a function touches only tables of its own service',
    fix: 'Ask the other service through its API or events: a database per service.',
    find: (templates) =>
      functionsOf(templates).flatMap((fn) =>
        grantsOf(templates, fn)
          .filter(({ Action }) => list(Action).some((action) => action.startsWith('dynamodb:')))
          .flatMap(({ Resource, Action }) =>
            list(Resource).map((resource) => ({ table: textOf(templates, fn.stack, resource), actions: list(Action) })),
          )
          .filter(({ table, actions }) => {
            const system = fn.properties.Description.split('/')[0];
            // The one table that all systems read and users writes (docs/decisions/0021-revocation.md).
            if (table === 'platform/Revocations' && system !== 'users')
              return actions.some((action) => action !== 'dynamodb:GetItem');
            return table !== 'platform/Revocations' && table.split('/')[0] !== system;
          })
          .map(({ table, actions }) => `${fn.properties.Description} may ${actions.join(', ')} on ${table}`),
      ),
    spoil: (templates) => {
      const fn = functionsOf(templates).find(({ properties }) => properties.Description === 'links/http');
      const raw = fn && templates[fn.stack]?.Resources[fn.id];
      if (raw?.Properties) raw.Properties.Description = 'users/http';
    },
  },
  {
    name: 'queues speak TLS only',
    fix: 'enforceSSL: true',
    ...tlsOf('AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues'),
  },
  {
    name: 'topics speak TLS only',
    fix: 'enforceSSL: true',
    ...tlsOf('AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics'),
  },
  {
    name: 'a bucket gives up uploads in parts that nobody completes',
    fix: 'Make it a BlobStore (lib/constructs/blob-store.ts).',
    find: (templates) =>
      resources(templates, 'AWS::S3::Bucket')
        // Those that hold logs expire as a whole.
        .filter(({ properties }) => !/"(?:AbortIncompl|Rules":\[{"ExpirationInD)/.test(JSON.stringify(properties)))
        .map(({ name }) => `${name} keeps them`),
    spoil: change('AWS::S3::Bucket', () => ({ LifecycleConfiguration: undefined })),
  },
  {
    name: 'buckets speak TLS only',
    fix: 'enforceSSL: true',
    ...tlsOf('AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket'),
  },
  {
    name: 'queues, streams and tables are encrypted',
    fix: 'Use EventStream, Table, or give the queue QueueEncryption.SQS_MANAGED.',
    find: (templates) =>
      [
        ...resources(templates, 'AWS::SQS::Queue').filter(
          ({ properties }) => properties.SqsManagedSseEnabled !== true && !properties.KmsMasterKeyId,
        ),
        ...resources(templates, 'AWS::Kinesis::Stream').filter(({ properties }) => !properties.StreamEncryption),
        ...resources<{ SSESpecification?: { SSEEnabled: boolean } }>(templates, 'AWS::DynamoDB::Table').filter(
          ({ properties }) => !properties.SSESpecification?.SSEEnabled,
        ),
      ].map(({ name }) => name),
    spoil: change('AWS::Kinesis::Stream', () => ({ StreamEncryption: undefined })),
  },
  {
    name: 'what holds data of people outlives its stack',
    fix: 'removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, and point-in-time recovery for a table.',
    find: (templates) =>
      [
        ...resources(templates, 'AWS::Cognito::UserPool'),
        ...resources<{ PointInTimeRecoverySpecification?: object }>(templates, 'AWS::DynamoDB::Table'),
      ]
        .filter(
          ({ type, properties, deletionPolicy }) =>
            !outlives(deletionPolicy) ||
            (type === 'AWS::DynamoDB::Table' && !properties.PointInTimeRecoverySpecification),
        )
        .map(({ name }) => name),
    spoil: (templates) => {
      first(templates, 'AWS::DynamoDB::Table').DeletionPolicy = 'Delete';
    },
  },
  {
    name: 'a queue hides a message for six times what its worker may take',
    fix: 'visibilityTimeout: at least 6 * timeoutSeconds; below it a slow call is done twice at once.',
    find: (templates) =>
      resources<{ EventSourceArn: unknown; FunctionName: unknown }>(
        templates,
        'AWS::Lambda::EventSourceMapping',
      ).flatMap(({ stack, properties }) => {
        const queue = referred(templates, stack, properties.EventSourceArn);
        const fn = referred(templates, stack, properties.FunctionName);
        if (queue?.type !== 'AWS::SQS::Queue') return [];
        const hidden = Number(queue.properties.VisibilityTimeout ?? 30);
        const needed = 6 * Number(fn?.properties.Timeout);
        return hidden < needed ? [`${queue.name} hides for ${hidden} s, ${fn?.name} needs ${needed} s`] : [];
      }),
    spoil: (templates) => {
      for (const { stack, id } of resources(templates, 'AWS::SQS::Queue')) {
        const raw = templates[stack]?.Resources[id];
        if (raw?.Properties) (raw as Raw).Properties.VisibilityTimeout = 1;
      }
    },
  },
];
