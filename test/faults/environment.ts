// Where the fault tests run: lanes, each with a folder and an emulator of its own, whose Lambda workers load the hook.
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startEmulator, stopEmulator } from '../../localstack/emulator.ts';
import { type Environment, root } from '../../localstack/environment.ts';

export interface Lane {
  /** Of its folder. */
  readonly name: string;
  readonly preferredPort: number;
}

/** Whoever is killed is waited for: two lanes take little longer than one. */
export const lanes: readonly Lane[] = [
  { name: 'faults', preferredPort: 4640 },
  { name: 'faults-2', preferredPort: 4670 },
];

export const faultsEnvironment = ({ name }: Pick<Lane, 'name'>, port: number): Environment => ({
  target: 'local',
  folder: join(root, '.local', name),
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

/** The emulator this test file runs against. */
export function emulatorUnderTest() {
  const name = basename(dirname(process.env.FAULTS_FOLDER ?? ''));
  const environment = faultsEnvironment({ name }, Number(new URL(process.env.AWS_ENDPOINT_URL ?? '').port));
  return { stop: () => stopEmulator(environment), start: () => startEmulator(environment, hooked(environment)) };
}
