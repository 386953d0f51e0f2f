// Deploys the CDK app with the plain CDK CLI and reads the stack outputs. A failure names the resource and its reason.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { type RunOptions, run, ToolFailed } from '../../localstack/child.ts';
import { type Environment, prefixHere, root } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';

const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');

/** Whether a stack of this name is one of this application. */
export const isOurs = (stack: string): boolean => stack.startsWith(`${prefixHere()}-`);
/** `links` of `system-design-links`. */
export const serviceOf = ({ StackName = '' }: Stack): string => StackName.slice(prefixHere().length + 1);

function runCdk(environment: Environment, args: readonly string[], options: RunOptions): Promise<string> {
  return run(process.execPath, [cdk, ...args, '--no-notices'], {
    ...options,
    name: `cdk ${args[0]}`,
    logFile: join(environment.folder, 'cdk.log'),
  });
}

/** The resource that broke a deployment, from the CLI's event lines; resources only cancelled are skipped. */
export function failedResource(output: string): string | undefined {
  const failed = output
    .split('\n')
    .map((line) => /\|\s*(?:CREATE|UPDATE|DELETE)_FAILED\s*\|\s*(\S+)\s*\|\s*(.*)$/.exec(line))
    .filter((match) => match !== null)
    .filter((match) => match[1] !== 'AWS::CloudFormation::Stack' && !/cancelled/i.test(match[2] ?? ''));
  return failed[0] && `${failed[0][1]} ${failed[0][2]?.trim()}`;
}

/** Runs in an empty folder: in the project, `cdk bootstrap` would synthesise the unbundled app over its cdk.out. */
export async function bootstrap(environment: Environment, options: RunOptions): Promise<'made' | 'there'> {
  const there = await new CloudFormationClient()
    .send(new DescribeStacksCommand({ StackName: 'CDKToolkit' }))
    .catch(() => undefined);
  if (there?.Stacks?.[0]?.StackStatus?.endsWith('_COMPLETE')) return 'there';
  await mkdir(environment.folder, { recursive: true });
  const empty = await mkdtemp(join(environment.folder, 'bootstrap-'));
  try {
    await runCdk(environment, ['bootstrap', `aws://000000000000/${environment.region}`], { ...options, cwd: empty });
  } finally {
    await rm(empty, { recursive: true, force: true });
  }
  return 'made';
}

/** `-c` options of the deployment, but for the endpoint. */
export const contextOf = ({ target, stage, context = [] }: Environment): string[] =>
  [`target=${target}`, ...(stage === undefined ? [] : [`stage=${stage}`]), ...context].flatMap((pair) => ['-c', pair]);

/** The handlers must already be bundled: `--build=` stops the CLI from bundling again. */
export async function deploy(environment: Environment, options: RunOptions): Promise<void> {
  // The emulator's change sets miss a changed output; a direct update does not.
  // Only there are stacks deployed at the same time: API Gateway refuses concurrent changes of one API.
  const endpoint = environment.endpoint
    ? ['-c', `endpoint=${environment.endpoint.origin}`, '--method', 'direct', '--concurrency', '4']
    : [];
  const args = ['deploy', '--all', ...contextOf(environment), ...endpoint, '--build='];
  const output = [
    '--output',
    join(environment.folder, 'cdk.out'),
    '--progress',
    'events',
    '--require-approval',
    'never',
  ];
  try {
    await runCdk(environment, [...args, ...output], { ...options, cwd: root });
  } catch (error) {
    if (!(error instanceof ToolFailed)) throw error;
    const resource = failedResource(error.output);
    const log = `Full output: ${join(environment.folder, 'cdk.log')}`;
    if (resource) throw new Failure(`The deployment failed at ${resource}`, log, { cause: error });
    throw new Failure(error.message, log, { cause: error });
  }
}

/** All our stacks; empty if there are none. */
export async function ourStacks(): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client: new CloudFormationClient() }, {}))
    stacks.push(...(page.Stacks ?? []));
  return stacks.filter(({ StackName = '' }) => isOurs(StackName));
}

/** All outputs of our stacks in one flat record, without the CDK's cross-stack exports, which are not for people. */
export async function stackOutputs(): Promise<Record<string, string>> {
  const outputs = (await ourStacks()).flatMap((stack) => stack.Outputs ?? []);
  return Object.fromEntries(
    outputs
      .filter((output) => !output.OutputKey?.startsWith('ExportsOutput'))
      .map((output) => [output.OutputKey ?? '', output.OutputValue ?? '']),
  );
}
