// .local/outputs.json: what people, tools and tests need to reach the deployed system, in one flat file.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from './environment.ts';
import { Failure } from './failure.ts';

export interface DemoUser {
  readonly email: string;
  readonly password: string;
}

export interface Outputs {
  readonly consoleUrl: string;
  readonly apiUrl: string;
  readonly apiDirectUrl: string;
  readonly consoleBucket: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly endpoint?: string;
  /** The one origin outside the public internet that webhooks may call. */
  readonly webhookReceiver?: string;
  readonly region: string;
  readonly demoUsers?: Readonly<Record<string, DemoUser>>;
}

export const outputsFile = ({ folder }: Environment): string => join(folder, 'outputs.json');

export async function readOutputs(environment: Environment): Promise<Outputs> {
  const text = await readFile(outputsFile(environment), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Failure('Nothing is deployed here yet', 'Run npm start first.');
  return JSON.parse(text) as Outputs;
}

const keep = (environment: Environment, outputs: object): Promise<void> =>
  writeFile(outputsFile(environment), `${JSON.stringify(outputs, null, 2)}\n`);

export async function writeOutputs(
  environment: Environment,
  stacks: Record<string, string>,
  demoUsers?: Outputs['demoUsers'],
): Promise<void> {
  for (const key of ['consoleUrl', 'apiUrl', 'consoleBucket'])
    if (!stacks[key])
      throw new Failure(`No stack has an output '${key}'`, 'Deploy all stacks with npm start or npx cdk deploy --all.');
  const { endpoint, region } = environment;
  await keep(environment, {
    ...stacks,
    ...(endpoint && { endpoint: endpoint.origin }),
    region,
    ...(demoUsers && { demoUsers }),
  });
}

/** The demo users may change although no stack does. */
export async function writeDemoUsers(environment: Environment, demoUsers: Outputs['demoUsers']): Promise<Outputs> {
  const outputs = { ...(await readOutputs(environment)), demoUsers };
  await keep(environment, outputs);
  return outputs;
}
