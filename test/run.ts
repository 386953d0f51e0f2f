// `npm test`: every part with its counts and seconds, on its own emulator, which is always stopped at the end.

import { mkdir, rm } from 'node:fs/promises';
import { bringUp, pythonSteps } from '../cli/deploy/bring-up.ts';
import { bundleAll } from '../cli/deploy/bundle.ts';
import { ended } from '../localstack/child.ts';
import { runningEmulator, stopEmulator } from '../localstack/emulator.ts';
import { type Environment, enter, root, testEnvironment } from '../localstack/environment.ts';
import { explain, Failure } from '../localstack/failure.ts';
import { guard } from '../localstack/interrupt.ts';
import { freePort } from '../localstack/port.ts';
import { runSteps, type Show, seconds } from '../localstack/steps.ts';
import { readSources } from './infra/source.ts';
import { type Context, type Result, resultsFolder, runJest, tell, tool } from './jest-run.ts';
import { type Chain, chainsOf } from './selection/chains.ts';
import { reachedSince } from './selection/changes.ts';
import type { Reached } from './selection/reach.ts';
import { filesOf, type Suite, suites } from './selection/suites.ts';

interface TestOptions {
  readonly keep: boolean;
  readonly show: Show;
  readonly pattern: string | undefined;
  /** Runs only what changes since this commit can reach. */
  readonly changed: string | undefined;
}

const parts = ['checks', 'unit', 'infra', 'local', 'browser'] as const;
type Part = (typeof parts)[number];

/** Differs from the default port, so that the tests never collide with a running `npm start`. */
const preferredPort = 4599;
const checks: Readonly<Record<string, readonly string[]>> = {
  types: [tool('typescript/bin/tsc'), '--noEmit'],
  lint: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'],
  unused: [tool('knip/bin/knip.js')],
};

/** The only synthesis for aws with CloudFormation's own validation on, using the existing bundles. */
const synth = [tool('aws-cdk/bin/cdk'), 'synth', '--quiet', '--no-notices', '--build=', '--output', '.local/validated'];

async function runCheck(name: string, args: readonly string[]): Promise<Result> {
  const startedAt = performance.now();
  // Validation is off for the many deployments; this unsets that.
  const { CDK_VALIDATION: _, ...env } = process.env;
  const { code, output } = await ended(process.execPath, args, { cwd: root, env, patient: true });
  if (code !== 0) console.log(`\n${output}\n`);
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, seconds: seconds(startedAt) };
}

/** The requested test files of each suite. */
function filesAskedFor(changed: string | undefined): Reached {
  const reached = changed === undefined ? undefined : reachedSince(changed);
  if (changed !== undefined) {
    const count = [...(reached?.values() ?? [])].flat().length;
    console.log(
      reached ? `Changes since ${changed} can affect ${count} test files` : 'The changes can affect every test',
    );
  }
  if (reached) return reached;
  const sources = readSources();
  return new Map(suites.map((suite) => [suite, filesOf(suite, sources).map(({ path }) => path)]));
}

const needsCloud = (wanted: readonly Part[]): boolean => wanted.includes('local') || wanted.includes('browser');

/** --keep reuses a kept emulator; otherwise every run starts empty. */
export async function openEnvironment(keep: boolean, needsCloud: boolean): Promise<Environment> {
  if (!needsCloud) return testEnvironment(preferredPort);
  const kept = await runningEmulator(testEnvironment(preferredPort));
  if (kept && keep) return testEnvironment(kept.port);
  const old = testEnvironment(preferredPort);
  await stopEmulator(old);
  await rm(old.folder, { recursive: true, force: true });
  return testEnvironment(await freePort(preferredPort));
}

async function runParts(wanted: readonly Part[], files: Reached, context: Context): Promise<Result[]> {
  const results: Result[] = [];
  const keep = (result: Result): void => void results.push(tell(result));
  const withCloud = needsCloud(wanted);
  const startedAt = performance.now();
  const cloud = withCloud
    ? bringUp(context.environment, context.show === 'verbose' ? 'verbose' : 'plain')
    : bundleAll();
  const isUp = cloud.then(
    () => true,
    (error: unknown) => {
      console.error(explain(error));
      return false;
    },
  );
  const suite = async (of: Part, name: Suite): Promise<void> => {
    if (wanted.includes(of)) keep(await runJest(name, files.get(name) ?? [], context));
  };
  const system = async () => {
    const up = await isUp;
    if (withCloud || !up) keep({ name: 'cloud', passed: up ? 1 : 0, failed: up ? 0 : 1, seconds: seconds(startedAt) });
    if (!up) return;
    await suite('local', 'local');
    if (wanted.includes('local')) keep(await runAlone(files.get('alone') ?? [], context));
    await suite('browser', 'browser');
  };
  // Takes the time in which the system's tests wait.
  const beside = async () => {
    if (wanted.includes('checks'))
      await Promise.all(Object.entries(checks).map(async ([name, args]) => keep(await runCheck(name, args))));
    await suite('unit', 'unit');
    if (!(await isUp)) return;
    if (wanted.includes('checks')) keep(await runCheck('synth', synth));
    await suite('infra', 'infra');
    await suite('browser', 'pages');
  };
  await Promise.all([system(), beside()]);
  return results;
}

/** Each chain is one run; first the files that have the whole system to themselves. */
async function runAlone(paths: readonly string[], context: Context): Promise<Result> {
  const startedAt = performance.now();
  const { whole, apart } = chainsOf(filesOf('alone', readSources()).filter(({ path }) => paths.includes(path)));
  const run = ({ services, paths: files }: Chain) => runJest('alone', files, context, services.join('-'));
  const results = [await run(whole), ...(await Promise.all(apart.map(run)))];
  return { name: 'alone', passed: sum(results, 'passed'), failed: sum(results, 'failed'), seconds: seconds(startedAt) };
}

const sum = (results: readonly Result[], key: 'passed' | 'failed'): number =>
  results.reduce((total, result) => total + result[key], 0);

export async function runTests(names: readonly string[], options: TestOptions): Promise<void> {
  const startedAt = performance.now();
  const unknown = names.find((name) => !(parts as readonly string[]).includes(name));
  if (unknown) throw new Failure(`There is no part '${unknown}'`, `The parts are ${parts.join(', ')}.`);
  const files = filesAskedFor(options.changed);
  const some = (...of: readonly Suite[]): boolean => of.some((name) => files.get(name)?.length);
  const reached: Readonly<Record<Part, boolean>> = {
    checks: true,
    unit: some('unit'),
    infra: some('infra'),
    local: some('local', 'alone'),
    browser: some('pages', 'browser'),
  };
  const wanted = (names.length > 0 ? (names as Part[]) : parts).filter((part) => reached[part]);
  // Keeps the processes that a burst of calls leaves for the next one: a start takes half a second of CPU.
  const environment = { ...(await openEnvironment(options.keep, needsCloud(wanted))), keepWarmSeconds: 300 };
  const context = { ...options, environment };
  await mkdir(resultsFolder(environment), { recursive: true });
  enter(environment);
  const stop = async () => {
    if (needsCloud(wanted) && !options.keep) await stopEmulator(environment);
  };
  const results = await guard(stop, async () => {
    // Unit tests of media use the Python environment's ffmpeg. Installed first, so the starting cloud leaves it alone.
    if (wanted.includes('unit')) await runSteps(await pythonSteps(environment), options.show);
    return runParts(wanted, files, context);
  });
  await stop();
  console.log(`\nParts:`);
  for (const result of results) tell(result);
  console.log(
    `\n${seconds(startedAt)}${options.keep && needsCloud(wanted) ? `; the test emulator keeps running on ${environment.endpoint?.origin}` : ''}`,
  );
  const checked = results
    .filter(({ name }) => name in checks || name === 'synth')
    .reduce((total, { passed }) => total + passed, 0);
  // A failed check counts too, so that the last line matches the exit code.
  console.log(`${sum(results, 'passed') - checked} passed, ${sum(results, 'failed')} failed`);
  if (sum(results, 'failed') > 0) process.exitCode = 1;
}
