// `npm run test:faults`: the fault tests on emulators of their own, whose workers can be made to fail. Always stops them.
import { randomInt } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bringUp } from '../../cli/deploy/bring-up.ts';
import { endChildren } from '../../localstack/child.ts';
import { startEmulator, stopEmulator } from '../../localstack/emulator.ts';
import { type Environment, enter } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { freePort } from '../../localstack/port.ts';
import { installPythonEnvironment, pythonEnvironmentIsReady } from '../../localstack/python.ts';
import { type Show, seconds } from '../../localstack/steps.ts';
import { runJest, tell } from '../run.ts';
import { faultsEnvironment, faultsFolder, hooked, type Lane, lanes, oneLane } from './environment.ts';
import type { Fired } from './hook.ts';

export interface FaultOptions {
  readonly seed: string | undefined;
  readonly pattern: string | undefined;
  readonly show: Show;
}

/** What the logs of the faults say: how many of each kind each function met. */
async function tellFaults(environments: readonly Environment[]): Promise<void> {
  const logs = environments.map((one) => readFile(join(faultsFolder(one), 'faults.log'), 'utf8').catch(() => ''));
  const text = (await Promise.all(logs)).join('');
  const fired = text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Fired] : []));
  console.log(`\nFaults fired: ${fired.length}`);
  for (const [functionId, faults] of Map.groupBy(fired, (fault) => fault.functionId)) {
    const kinds = Map.groupBy(faults, ({ kind }) => kind);
    console.log(`  ${functionId.padEnd(20)} ${[...kinds].map(([kind, { length }]) => `${length} ${kind}`).join(', ')}`);
  }
}

/** Makes everything anew, on a free port. */
async function prepare(lane: Lane): Promise<Environment> {
  await stopEmulator(faultsEnvironment(lane, lane.preferredPort));
  const environment = faultsEnvironment(lane, await freePort(lane.preferredPort));
  await rm(environment.folder, { recursive: true, force: true });
  await mkdir(faultsFolder(environment), { recursive: true });
  await mkdir(join(environment.folder, 'results'));
  return environment;
}

export async function runFaults({ seed = String(randomInt(1_000_000)), pattern, show }: FaultOptions): Promise<void> {
  if (!/^\d+$/.test(seed)) throw new Failure(`'${seed}' is no seed`, 'Give a whole number: --seed 7');
  const startedAt = performance.now();
  console.log(`Seed ${seed}`);
  if (!(await pythonEnvironmentIsReady())) await installPythonEnvironment({});
  const opened: Environment[] = [];
  const stop = () => {
    endChildren('SIGTERM');
    return Promise.all(opened.map(stopEmulator));
  };
  const results = await guard(stop, async () => {
    const running: ReturnType<typeof runJest>[] = [];
    // One deployment after the other, for they write the same bundles; the first lane works already.
    for (const lane of pattern ? [oneLane] : lanes) {
      const environment = await prepare(lane);
      opened.push(environment);
      enter(environment);
      Object.assign(process.env, { FAULTS_FOLDER: faultsFolder(environment), FAULTS_SEED: seed });
      await startEmulator(environment, hooked(environment));
      await bringUp(environment, show === 'verbose' ? 'verbose' : 'plain');
      running.push(runJest('faults', { environment, keep: false, show, pattern, files: lane.files }));
    }
    return (await Promise.all(running)).map(tell);
  });
  await stop();
  await tellFaults(opened);
  console.log(`\n${seconds(startedAt)}`);
  if (results.every(({ failed }) => failed === 0)) return;
  console.log(`The same schedule again: npm run test:faults -- --seed ${seed}`);
  process.exitCode = 1;
}
