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
import type { Fired } from './hook.ts';

export interface FaultOptions {
  readonly seed: string | undefined;
  readonly pattern: string | undefined;
  readonly show: Show;
}

/** What the log of the faults says: how many of each kind each function met. */
async function tellFaults(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'faults.log'), 'utf8').catch(() => '');
  const fired = text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Fired] : []));
  console.log(`\nFaults fired: ${fired.length}`);
  for (const [functionId, faults] of Map.groupBy(fired, (fault) => fault.functionId)) {
    const kinds = Map.groupBy(faults, ({ kind }) => kind);
    console.log(`  ${functionId.padEnd(20)} ${[...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ')}`);
  }
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
  await tellFaults(folder);
  console.log(`\n${seconds(startedAt)}`);
  if (result.failed === 0) return;
  console.log(`The same schedule again: npm run test:faults -- --seed ${seed}`);
  process.exitCode = 1;
}
