// `npm run test:faults`: the fault tests on an emulator of their own, whose workers can be made to fail. Always stops it.
import { randomInt } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bringUp } from '../../localstack/bring-up.ts';
import { startEmulator, stopEmulator } from '../../localstack/emulator.ts';
import { enter } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { freePort } from '../../localstack/port.ts';
import { installPythonEnvironment, pythonEnvironmentIsReady } from '../../localstack/python.ts';
import { type Show, seconds } from '../../localstack/steps.ts';
import { runJest, tell } from '../run.ts';
import { faultsEnvironment, faultsFolder, hooked, preferredPort } from './environment.ts';

export interface FaultOptions {
  readonly seed: string | undefined;
  readonly pattern: string | undefined;
  readonly show: Show;
}

async function faultsFired(folder: string): Promise<number> {
  const text = await readFile(join(folder, 'faults.log'), 'utf8').catch(() => '');
  return text.split('\n').length - 1;
}

export async function runFaults({ seed = String(randomInt(1_000_000)), pattern, show }: FaultOptions): Promise<void> {
  if (!/^\d+$/.test(seed)) throw new Failure(`'${seed}' is no seed`, 'Give a whole number: --seed 7');
  const startedAt = performance.now();
  console.log(`Seed ${seed}`);
  await stopEmulator(faultsEnvironment(preferredPort));
  const environment = faultsEnvironment(await freePort(preferredPort));
  const folder = faultsFolder(environment);
  await rm(environment.folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await mkdir(join(environment.folder, 'results'));
  enter(environment);
  Object.assign(process.env, { FAULTS_FOLDER: folder, FAULTS_SEED: seed });
  if (!(await pythonEnvironmentIsReady())) await installPythonEnvironment({});
  const stop = () => stopEmulator(environment);
  const result = await guard(stop, async () => {
    await startEmulator(environment, hooked(environment));
    await bringUp(environment, show === 'verbose' ? 'verbose' : 'plain');
    return tell(await runJest('faults', { environment, keep: false, show, pattern }));
  });
  await stop();
  console.log(`\n${await faultsFired(folder)} faults fired, ${seconds(startedAt)}`);
  if (result.failed === 0) return;
  console.log(`The same schedule again: npm run test:faults -- --seed ${seed}`);
  process.exitCode = 1;
}
