// Where the fault tests run: a folder and an emulator of their own, whose Lambda workers load the hook.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Environment, root } from '../../localstack/environment.ts';

export const preferredPort = 4640;

export const faultsEnvironment = (port: number): Environment => ({
  target: 'local',
  folder: join(root, '.local/faults'),
  endpoint: new URL(`http://localhost:${port}`),
  region: 'us-east-1',
  // The switch is read once a second: no call of a function would have its number for sure.
  context: ['faults=off'],
});

export const faultsFolder = ({ folder }: Environment): string => join(folder, 'faults');

/** What the emulator is started with beside its own environment; its workers inherit it. */
export const hooked = (environment: Environment): Record<string, string> => ({
  NODE_OPTIONS: `--no-warnings --import=${pathToFileURL(join(root, 'test/faults/hook.ts'))}`,
  FAULTS_FOLDER: faultsFolder(environment),
});
