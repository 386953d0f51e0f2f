// Runs jest once over the files of a suite, and reports the result.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ended } from '../localstack/child.ts';
import { type Environment, root } from '../localstack/environment.ts';
import { outputsFile } from '../localstack/outputs.ts';
import { type Show, seconds } from '../localstack/steps.ts';
import { findOrInstallChromium } from './browser/chromium.ts';
import type { Suite } from './selection/suites.ts';

export interface Result {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: string;
}
export interface Context {
  readonly environment: Environment;
  readonly show: Show;
  /** Runs only tests whose names match. */
  readonly pattern: string | undefined;
}

export const tool = (path: string): string => join(root, 'node_modules', path);
export const resultsFolder = ({ folder }: Environment): string => join(folder, 'results');

const inBand = ['--runInBand'];
const twoAtATime = ['--maxWorkers=2'];
const workers: Readonly<Record<Suite, readonly string[]>> = {
  unit: twoAtATime,
  infra: twoAtATime,
  local: twoAtATime,
  alone: inBand,
  pages: inBand,
  browser: twoAtATime,
  faults: inBand,
};

/** A patient test may get no time at all for a while. */
const PATIENT_TIMEOUT_MS = 240_000;

/** Whose tests call no system, or answer the requests of their pages themselves. They hardly slow what runs beside them. */
const patient: readonly Suite[] = ['unit', 'infra', 'pages'];

/** Only suites that call the emulator receive its address. */
function jestEnvironment(suite: Suite, { environment }: Context): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  if (suite === 'unit' || suite === 'infra') {
    delete env.AWS_ENDPOINT_URL;
    delete env.AWS_ENDPOINT_URL_S3;
    return env;
  }
  return { ...env, SYSTEM_DESIGN_OUTPUTS: outputsFile(environment) };
}

/** `part` tells runs of one suite apart. */
export async function runJest(suite: Suite, files: readonly string[], context: Context, part = ''): Promise<Result> {
  const startedAt = performance.now();
  if (files.length === 0) return { name: suite, passed: 0, failed: 0, seconds: seconds(startedAt) };
  // Copied now, because another run may enter another environment meanwhile.
  const env = jestEnvironment(suite, context);
  if (suite === 'browser' || suite === 'pages') env.CHROMIUM_PATH = await findOrInstallChromium();
  const outputFile = join(resultsFolder(context.environment), `${suite}${part && `-${part}`}.json`);
  await rm(outputFile, { force: true });
  const args = ['--json', `--outputFile=${outputFile}`, ...workers[suite], '--runTestsByPath', ...files];
  args.push(process.env.UPDATE_SHAPE ? '--updateSnapshot' : '--ci');
  if (patient.includes(suite)) args.push('--testTimeout', String(PATIENT_TIMEOUT_MS));
  if (context.pattern) args.push('--testNamePattern', context.pattern);
  const shown = (line: string): boolean =>
    context.show === 'verbose' ? !line.startsWith('{"num') : suite === 'faults' && /^(PASS|FAIL) /.test(line);
  // Deleted with all that tests leave behind. Not below our folder: a socket's path is limited to 107 bytes.
  const temporary = await mkdtemp(join(tmpdir(), 'system-design-test-'));
  const { code, output } = await ended(process.execPath, [tool('jest/bin/jest.js'), ...args], {
    patient: patient.includes(suite),
    cwd: root,
    env: { ...env, TMPDIR: temporary },
    onLine: (line) => shown(line) && console.log(line),
  }).finally(() => rm(temporary, { recursive: true, force: true, maxRetries: 3 }));
  // stdout also contains the report; people need only the rest.
  if (code !== 0) console.log(output.replaceAll(/^\{"num.*$/gm, ''));
  const text = await readFile(outputFile, 'utf8').catch(() => '{}');
  const report = JSON.parse(text) as Partial<
    Record<'numPassedTests' | 'numFailedTests' | 'numRuntimeErrorTestSuites', number>
  >;
  const failed = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0);
  return {
    name: suite,
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
