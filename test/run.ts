// `npm test`: every part with its counts and seconds, on an emulator of its own that is always stopped at the end.

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUp, pythonSteps } from '../cli/deploy/bring-up.ts';
import { bundleAll } from '../cli/deploy/bundle.ts';
import { ended } from '../localstack/child.ts';
import { runningEmulator, stopEmulator } from '../localstack/emulator.ts';
import { type Environment, enter, root, testEnvironment } from '../localstack/environment.ts';
import { explain, Failure } from '../localstack/failure.ts';
import { guard } from '../localstack/interrupt.ts';
import { outputsFile } from '../localstack/outputs.ts';
import { freePort } from '../localstack/port.ts';
import { runSteps, type Show, seconds } from '../localstack/steps.ts';
import { findOrInstallChromium } from './browser/chromium.ts';

interface TestOptions {
  readonly keep: boolean;
  readonly show: Show;
  readonly pattern: string | undefined;
}
interface Result {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: string;
}
interface Context extends TestOptions {
  readonly environment: Environment;
  /** Some files of the suite only, said as jest wants it. */
  readonly files?: readonly string[];
}

const parts = ['checks', 'unit', 'infra', 'local', 'browser'] as const;
/** Runs of jest: a part is one or more. The fault tests are no part of `npm test`: they take minutes (test/faults/run.ts). */
type Suite = 'unit' | 'infra' | 'local' | 'alone' | 'pages' | 'browser' | 'faults';
type Part = (typeof parts)[number];

/** Not the default port, so that a running `npm start` and the tests never meet. */
const preferredPort = 4599;
const tool = (path: string): string => join(root, 'node_modules', path);
const resultsFolder = ({ environment }: Context): string => join(environment.folder, 'results');

const checks: Readonly<Record<string, readonly string[]>> = {
  types: [tool('typescript/bin/tsc'), '--noEmit'],
  lint: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'],
  unused: [tool('knip/bin/knip.js')],
};

/** The one synthesis for aws with CloudFormation's own validation on, of the bundles that are there. */
const synth = [tool('aws-cdk/bin/cdk'), 'synth', '--quiet', '--no-notices', '--build=', '--output', '.local/validated'];

const jestRoots: Readonly<Record<Suite, readonly string[]>> = {
  unit: ['bin', 'cli', 'lambdas', 'lib', 'localstack', 'web', 'bench'],
  infra: ['test/infra'],
  local: ['test/local'],
  alone: ['test/local'],
  pages: ['test/browser'],
  browser: ['test/browser'],
  faults: ['test/faults'],
};

/** One system is under test: these set it otherwise for a while, end leases before their time, or count what all others do. */
const alone = [
  ...['codes', 'limits'],
  ...['dlq', 'events', 'notifications-troubles', 'payments', 'provider-away'],
  ...['inventory', 'inventory-model'],
  ...['captions-recogniser', 'clicks'],
];
const aloneFiles = `/(?:${alone.join('|')})\\.test\\.ts$`;
/** They answer all requests of their pages themselves, so they ask the emulator for files only. */
const pagesFiles = '/shop-(?:keyboard|states)\\.test\\.ts$';
const inBand = ['--runInBand'];
const twoAtATime = ['--maxWorkers=2'];
const jestOptions: Readonly<Record<Suite, readonly string[]>> = {
  unit: twoAtATime,
  infra: twoAtATime,
  local: [...twoAtATime, '--testPathIgnorePatterns', aloneFiles],
  alone: [...inBand, '--testPathPatterns', aloneFiles],
  pages: [...inBand, '--testPathPatterns', pagesFiles],
  browser: [...twoAtATime, '--testPathIgnorePatterns', pagesFiles],
  faults: inBand,
};

async function runCheck(name: string, args: readonly string[]): Promise<Result> {
  const startedAt = performance.now();
  // Off for the deployments, which come by the dozen.
  const { CDK_VALIDATION: _, ...env } = process.env;
  const { code, output } = await ended(process.execPath, args, { cwd: root, env });
  if (code !== 0) console.log(`\n${output}\n`);
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, seconds: seconds(startedAt) };
}

/** Only the parts that talk to the emulator know where it is. */
function jestEnvironment(part: Suite, context: Context): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  if (part === 'unit' || part === 'infra') {
    delete env.AWS_ENDPOINT_URL;
    delete env.AWS_ENDPOINT_URL_S3;
    return env;
  }
  return { ...env, SYSTEM_DESIGN_OUTPUTS: outputsFile(context.environment) };
}

export async function runJest(part: Suite, context: Context): Promise<Result> {
  const startedAt = performance.now();
  // As it is now: another run may enter another environment meanwhile.
  const env = jestEnvironment(part, context);
  const folders = jestRoots[part].filter((folder) => existsSync(join(root, folder)));
  if (folders.length === 0) return { name: part, passed: 0, failed: 0, seconds: seconds(startedAt) };
  if (part === 'browser' || part === 'pages') env.CHROMIUM_PATH = await findOrInstallChromium();
  const outputFile = join(resultsFolder(context), `${part}.json`);
  await rm(outputFile, { force: true });
  const args = [
    '--roots',
    ...folders,
    '--json',
    `--outputFile=${outputFile}`,
    '--passWithNoTests',
    ...jestOptions[part],
    ...(context.files ?? []),
  ];
  args.push(process.env.UPDATE_SHAPE ? '--updateSnapshot' : '--ci');
  if (context.pattern) args.push('--testNamePattern', context.pattern);
  const shown = (line: string): boolean =>
    context.show === 'verbose' ? !line.startsWith('{"num') : part === 'faults' && /^(PASS|FAIL) /.test(line);
  // What tests and their tools leave behind goes with it. Not below our folder: a socket's path has room for 107 bytes.
  const temporary = await mkdtemp(join(tmpdir(), 'system-design-test-'));
  const { code, output } = await ended(process.execPath, [tool('jest/bin/jest.js'), ...args], {
    cwd: root,
    env: { ...env, TMPDIR: temporary },
    onLine: (line) => shown(line) && console.log(line),
  }).finally(() => rm(temporary, { recursive: true, force: true, maxRetries: 3 }));
  // The report itself goes to stdout as well; people need only the rest.
  if (code !== 0) console.log(output.replaceAll(/^\{"num.*$/gm, ''));
  const text = await readFile(outputFile, 'utf8').catch(() => '{}');
  const report = JSON.parse(text) as Partial<
    Record<'numPassedTests' | 'numFailedTests' | 'numRuntimeErrorTestSuites', number>
  >;
  const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
  return {
    name: part,
    passed: report.numPassedTests ?? 0,
    failed: code === 0 ? failed : Math.max(failed, 1),
    seconds: seconds(startedAt),
  };
}

export const tell = (result: Result): Result => {
  const { name, passed, failed } = result;
  console.log(
    `${failed > 0 ? '✖' : '✔'} ${name.padEnd(8)} ${`${passed} passed, ${failed} failed`.padEnd(26)} ${result.seconds}`,
  );
  return result;
};

const needsCloud = (wanted: readonly Part[]): boolean => wanted.includes('local') || wanted.includes('browser');

/** A kept emulator is used again under --keep; otherwise every run begins with nothing. */
export async function openEnvironment(keep: boolean, needsCloud: boolean): Promise<Environment> {
  if (!needsCloud) return testEnvironment(preferredPort);
  const kept = await runningEmulator(testEnvironment(preferredPort));
  if (kept && keep) return testEnvironment(kept.port);
  const old = testEnvironment(preferredPort);
  await stopEmulator(old);
  await rm(old.folder, { recursive: true, force: true });
  return testEnvironment(await freePort(preferredPort));
}

async function runParts(wanted: readonly Part[], context: Context): Promise<Result[]> {
  const results: Result[] = [];
  const withCloud = needsCloud(wanted);
  const startedAt = performance.now();
  // Deploying mostly waits, so it runs beside the checks and the unit tests.
  const cloud = withCloud
    ? bringUp(context.environment, context.show === 'verbose' ? 'verbose' : 'plain')
    : bundleAll();
  cloud.catch(() => {});
  if (wanted.includes('checks'))
    results.push(...(await Promise.all(Object.entries(checks).map(([name, args]) => runCheck(name, args).then(tell)))));
  if (wanted.includes('unit')) results.push(tell(await runJest('unit', context)));
  try {
    await cloud;
    if (withCloud) tell({ name: 'cloud', passed: 1, failed: 0, seconds: seconds(startedAt) });
  } catch (error) {
    console.error(explain(error));
    return [...results, tell({ name: 'cloud', passed: 0, failed: 1, seconds: seconds(startedAt) })];
  }
  const suite = async (of: Part, name: Suite): Promise<void> => {
    if (wanted.includes(of)) results.push(tell(await runJest(name, context)));
  };
  await suite('local', 'local');
  // Those that stand alone mostly wait: what changes nothing in the system runs beside them.
  const beside = async () => {
    if (wanted.includes('checks')) results.push(tell(await runCheck('synth', synth)));
    await suite('infra', 'infra');
    await suite('browser', 'pages');
  };
  await Promise.all([suite('local', 'alone'), beside()]);
  await suite('browser', 'browser');
  return results;
}

export async function runTests(names: readonly string[], options: TestOptions): Promise<void> {
  const startedAt = performance.now();
  const unknown = names.find((name) => !(parts as readonly string[]).includes(name));
  if (unknown) throw new Failure(`There is no part '${unknown}'`, `The parts are ${parts.join(', ')}.`);
  const wanted = names.length > 0 ? (names as Part[]) : parts;
  const environment = await openEnvironment(options.keep, needsCloud(wanted));
  const context = { ...options, environment };
  await mkdir(resultsFolder(context), { recursive: true });
  enter(environment);
  const stop = async () => {
    if (needsCloud(wanted) && !options.keep) await stopEmulator(environment);
  };
  const results = await guard(stop, async () => {
    // Unit tests of media take their ffmpeg from there; once it is there, the cloud that comes up beside them leaves it alone.
    if (wanted.includes('unit')) await runSteps(await pythonSteps(environment), options.show);
    return runParts(wanted, context);
  });
  await stop();
  const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0);
  console.log(`\nParts:`);
  for (const result of results) tell(result);
  console.log(
    `\n${seconds(startedAt)}${options.keep && needsCloud(wanted) ? `; the test emulator keeps running on ${environment.endpoint?.origin}` : ''}`,
  );
  const checked = results
    .filter(({ name }) => name in checks || name === 'synth')
    .reduce((total, { passed }) => total + passed, 0);
  // A failed check counts, so that the last line never sounds better than the exit code.
  console.log(`${sum('passed') - checked} passed, ${sum('failed')} failed`);
  if (sum('failed') > 0) process.exitCode = 1;
}
