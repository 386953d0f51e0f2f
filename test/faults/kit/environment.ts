// Environments of the fault tests: lanes, each with its own folder and emulator, whose Lambda workers load the hook.
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startEmulator, stopEmulator } from '../../../localstack/emulator.ts';
import { type Environment, root } from '../../../localstack/environment.ts';

export interface Lane {
  /** Name of its folder. */
  readonly name: string;
  readonly preferredPort: number;
}

/** Tests mostly wait for killed workers, so two lanes take little longer than one. */
export const lanes: readonly Lane[] = [
  { name: 'faults', preferredPort: 4640 },
  { name: 'faults-2', preferredPort: 4670 },
];

export const faultsEnvironment = ({ name }: Pick<Lane, 'name'>, port: number): Environment => ({
  target: 'local',
  folder: join(root, '.local', name),
  endpoint: new URL(`http://localhost:${port}`),
  region: 'us-east-1',
  // Functions read the switch once a second, which would make call numbers unpredictable.
  context: ['faults=off'],
});

export const faultsFolder = ({ folder }: Environment): string => join(folder, 'faults');

/** Extra environment of the emulator, which its workers inherit. */
export const hooked = (environment: Environment): Record<string, string> => ({
  NODE_OPTIONS: `--no-warnings --import=${pathToFileURL(join(root, 'test/faults/kit/hook.ts'))}`,
  FAULTS_FOLDER: faultsFolder(environment),
});

/** Starts and stops the emulator that this test file runs against. */
export function emulatorUnderTest() {
  const name = basename(dirname(process.env.FAULTS_FOLDER ?? ''));
  const environment = faultsEnvironment({ name }, Number(new URL(process.env.AWS_ENDPOINT_URL ?? '').port));
  return { stop: () => stopEmulator(environment), start: () => startEmulator(environment, hooked(environment)) };
}
