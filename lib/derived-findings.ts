// cdk-nag findings that follow from a contract or a stack: public routes, and permissions on names created at run time.
import { createHash } from 'node:crypto';
import { type App, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnStateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { transcribeJobs } from '../lambdas/media/contract.ts';
import type { Contract } from '../lambdas/shared/base/contract.ts';
import { BlobStore } from './constructs/blob-store.ts';
import { SagaMachine } from './constructs/saga-machine.ts';
import { named } from './stage.ts';

export interface Accepted {
  /** Matches the paths of the constructs that may have the finding. */
  readonly where: RegExp;
  /** Another rule than that of the acknowledgement, with the same reason. */
  readonly rule?: `AwsSolutions-${string}`;
  /** For a rule that names each of its findings. */
  readonly finding?: string;
}

export interface Acknowledgement {
  readonly id: `AwsSolutions-${string}`;
  readonly accepts: readonly Accepted[];
  readonly reason: string;
}

const escaped = (text: string): string => text.replaceAll(/[{}().*+?^$|[\]\\]/g, '\\$&');
const exactly = (path: string): RegExp => new RegExp(`^${escaped(path)}$`);

/** Routes without the JWT authorizer: routes declared public, the redirect, and those that answer 404 and 405. */
export function publicRoutes(contracts: readonly Contract[]): Accepted[] {
  const declared = contracts.flatMap(({ service, routes }) =>
    Object.values(routes)
      .filter(({ auth }) => auth === 'none')
      .map(({ method, template }) => `${service}/\\w+/${escaped(`${method} ${template.replaceAll('/', '--')}`)}`),
  );
  const others = ['links/(?:GET|HEAD) --\\{code\\}', 'api/(?:Unknown|[A-Z]+ --[^/]+)'];
  return [...declared, ...others].map((path) => ({ where: new RegExp(`\\bsystem-design-${path}$`) }));
}

const FUNCTION_ROLE = /\bsystem-design-\w+\/(?:.*\/)?[\w-]+-role\/DefaultPolicy$/;
const ARN = 'arn:<AWS::Partition>';
const HERE = '<AWS::Region>:<AWS::AccountId>';

/** Names of the bucket in findings: its logical id, or in another stack the export that the CDK creates. */
function namesOf(bucket: CfnBucket): string[] {
  const { stackName } = Stack.of(bucket);
  const id = String(Stack.of(bucket).resolve(bucket.logicalId));
  const output = `Exports/Output${JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] })}`;
  const hash = createHash('md5').update(output).digest('hex').slice(0, 8).toUpperCase();
  return [`<${id}.Arn>`, `${stackName}:ExportsOutputFnGetAtt${id}Arn${hash}`];
}

/** Functions access objects by key prefix, and executions of their state machine whose names do not exist yet. */
export function namesMadeLater(app: App): Accepted[] {
  const all = app.node.findAll();
  const objects = all
    .filter((construct) => construct instanceof BlobStore)
    .flatMap(({ prefixes, bucket: { node } }) => {
      const served = node.path.includes('system-design-edge/');
      const [here, elsewhere] = node.defaultChild instanceof CfnBucket ? namesOf(node.defaultChild) : [];
      return prefixes.map((prefix) => ({
        where: FUNCTION_ROLE,
        finding: `Resource::${served ? elsewhere : here}/${prefix}*`,
      }));
    });
  return [...objects, ...all.filter((construct) => construct instanceof SagaMachine).flatMap(ofMachine)];
}

function ofMachine(machine: SagaMachine): Accepted[] {
  const ofRole = exactly(`${machine.role.node.path}/DefaultPolicy`);
  // Step Functions delivers logs and traces with these.
  const logs = { where: ofRole, finding: 'Resource::*' };
  const { defaultChild } = machine.node;
  if (machine.stateMachineType !== StateMachineType.STANDARD || !(defaultChild instanceof CfnStateMachine))
    return [logs];
  const name = `<${Stack.of(machine).resolve(defaultChild.logicalId)}.Name>`;
  const finding = `Resource::${ARN}:states:${HERE}:execution:${name}:*`;
  const children = machine.node.tryFindChild('Children');
  return [
    logs,
    { where: FUNCTION_ROLE, finding },
    ...(children ? [{ where: exactly(children.node.path), finding }] : []),
  ];
}

/** Functions that send mails: SES asks for the right on the recipient's identity too, where there is one. */
export const mails: Accepted = {
  where: FUNCTION_ROLE,
  finding: `Resource::${ARN}:ses:${HERE}:identity/*`,
};

/** Functions that start Transcribe jobs, for which AWS has no resource, and that read and delete our jobs. */
export const transcribe = (app: App): readonly Accepted[] => [
  { where: /\bsystem-design-media\/media-start-captions-role\/DefaultPolicy$/, finding: 'Resource::*' },
  {
    where: FUNCTION_ROLE,
    finding: `Resource::${ARN}:transcribe:${HERE}:transcription-job/${named(app, transcribeJobs)}*`,
  },
];
