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
import { installPythonEnvironment, pythonEnvironmentIsReady } from '../../localstack/python/python.ts';
import { type Show, seconds } from '../../localstack/steps.ts';
import { readSources } from '../infra/source.ts';
import { resultsFolder, runJest, tell } from '../jest-run.ts';
import { headCommit } from '../selection/changes.ts';
import { drawn, type Timed } from '../selection/draw.ts';
import { secondsOf } from '../selection/manner.ts';
import { filesOf } from '../selection/suites.ts';
import { faultsEnvironment, faultsFolder, hooked, type Lane, lanes } from './kit/environment.ts';
import type { Fired } from './kit/hook.ts';

export interface FaultOptions {
  readonly seed: string | undefined;
  readonly pattern: string | undefined;
  /** How long it may take; undefined: all of them. */
  readonly minutes: string | undefined;
  /** The commit whose draw to run; defaults to HEAD. */
  readonly commit: string | undefined;
  readonly show: Show;
}

/** Until both lanes have their cloud, on two shared cores. */
const SETUP_SECONDS = 120;

/** The files of each lane; a pattern is looked for in all of them, in one. */
function filesOfLanes({ minutes, pattern }: FaultOptions, commit: string): Timed[][] {
  const files = filesOf('faults', readSources()).map((file) => ({ path: file.path, seconds: secondsOf(file) ?? 0 }));
  if (pattern !== undefined) return [files];
  if (minutes === undefined) return drawn(files, commit, lanes.length, Infinity);
  if (!(Number(minutes) > 0)) throw new Failure(`'${minutes}' are no minutes`, 'For example: --minutes 10');
  const chosen = drawn(files, commit, lanes.length, Number(minutes) * 60 - SETUP_SECONDS);
  const { length } = chosen.flat();
  console.log(`Drawn for commit ${commit.slice(0, 12)}: ${length} of ${files.length} files\n${listOf(chosen)}`);
  return chosen;
}

const listOf = (of: readonly (readonly Timed[])[]): string =>
  of
    .flat()
    .map(({ path, seconds: expected }) => `  ${path} (${expected} s)`)
    .join('\n');

interface Report {
  readonly testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[];
}

/** Files whose seconds are far from what they say: draws and lanes are packed by that. */
async function tellSeconds(environments: readonly Environment[], files: readonly Timed[]): Promise<void> {
  for (const environment of environments) {
    const text = await readFile(join(resultsFolder(environment), 'faults.json'), 'utf8').catch(
      () => '{"testResults":[]}',
    );
    for (const { name, startTime, endTime } of (JSON.parse(text) as Report).testResults) {
      const took = Math.round((endTime - startTime) / 1000);
      const said = files.find(({ path }) => name.endsWith(`/${path}`));
      if (said && Math.abs(took - said.seconds) > Math.max(15, said.seconds / 4))
        console.log(`  ${said.path} took ${took} s and says @takes ${said.seconds} s`);
    }
  }
}

/** Counts faults of each kind for each function, from the logs of the faults. */
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
  await mkdir(resultsFolder(environment));
  return environment;
}

export async function runFaults(options: FaultOptions): Promise<void> {
  const { seed = String(randomInt(1_000_000)), pattern, show } = options;
  if (!/^\d+$/.test(seed)) throw new Failure(`'${seed}' is not a seed`, 'Give a whole number: --seed 7');
  const startedAt = performance.now();
  console.log(`Seed ${seed}`);
  const commit = options.commit ?? headCommit();
  const files = filesOfLanes(options, commit);
  if (!(await pythonEnvironmentIsReady())) await installPythonEnvironment({});
  const opened: Environment[] = [];
  const stop = () => {
    endChildren('SIGTERM');
    return Promise.all(opened.map(stopEmulator));
  };
  const results = await guard(stop, async () => {
    const running: ReturnType<typeof runJest>[] = [];
    // One deployment after the other, for they write the same bundles; the first lane works already.
    for (const [index, lane] of lanes.entries()) {
      const paths = files[index]?.map(({ path }) => path) ?? [];
      if (paths.length === 0) continue;
      const environment = await prepare(lane);
      opened.push(environment);
      enter(environment);
      Object.assign(process.env, { FAULTS_FOLDER: faultsFolder(environment), FAULTS_SEED: seed });
      await startEmulator(environment, hooked(environment));
      await bringUp(environment, show === 'verbose' ? 'verbose' : 'plain');
      running.push(runJest('faults', paths, { environment, show, pattern }));
    }
    return (await Promise.all(running)).map(tell);
  });
  await stop();
  await tellFaults(opened);
  if (pattern === undefined) await tellSeconds(opened, files.flat());
  console.log(`\n${seconds(startedAt)}`);
  if (results.every(({ failed }) => failed === 0)) return;
  const draw = options.minutes === undefined ? '' : ` --minutes ${options.minutes} --commit ${commit}`;
  console.log(`The same again: npm run test:faults -- --seed ${seed}${draw}`);
  process.exitCode = 1;
}
