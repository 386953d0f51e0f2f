// `npm run test:contract`: schemathesis tests the deployed API against docs/openapi.json, as two users.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringUp } from '../../cli/deploy/bring-up.ts';
import { ended } from '../../localstack/child.ts';
import { stopEmulator } from '../../localstack/emulator.ts';
import { type Environment, enter, root } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { outputsFile } from '../../localstack/outputs.ts';
import { installPythonEnvironment, type PythonTool, pythonEnvironmentIsReady } from '../../localstack/python/python.ts';
import { type Show, seconds } from '../../localstack/steps.ts';
import { openEnvironment } from '../run.ts';
import { verifyWebhooks } from './webhooks.ts';
import type { World } from './world.ts';

interface ContractOptions {
  readonly cases: number;
  readonly seed: number;
  /** Regular expression of paths; undefined for all. */
  readonly paths: string | undefined;
  readonly keep: boolean;
  readonly show: Show;
}
type Counts = Record<string, { cases: number; statuses: Record<string, number> }>;

const here = join(root, 'test/contract');
const tool: PythonTool = {
  name: 'schemathesis',
  venv: join(here, '.venv'),
  requirements: join(here, 'requirements.txt'),
  minimum: [3, 11],
};

const configFile = (folder: string): string => join(folder, 'schemathesis.toml');

/** Makes the world of the requests and writes schemathesis's configuration for it. */
async function prepare(folder: string): Promise<World> {
  // Imported late: the module reads the deployment's address when it is loaded.
  const { makeWorld } = await import('./world.ts');
  const world = await makeWorld();
  const usersFile = join(folder, 'users.json');
  const auth = world.users.map(({ token }, i) => ({
    name: ['first', 'second'][i],
    fixedHeaders: [{ name: 'Authorization', value: `Bearer ${token}` }],
  }));
  await writeFile(usersFile, JSON.stringify({ auth }));
  const values: Record<string, readonly string[]> = { FOLDER: [here], USERS: [usersFile], ...world.words };
  const quoted = (words: readonly string[]) => words.map((word) => JSON.stringify(word).slice(1, -1)).join('", "');
  const config = await readFile(join(here, 'schemathesis.toml'), 'utf8');
  await writeFile(
    configFile(folder),
    config.replaceAll(/\$\{([A-Z_]+)\}/g, (_, name: string) => quoted(values[name] ?? [])),
  );
  return world;
}

async function tryApi(environment: Environment, { cases, seed, paths, show, keep }: ContractOptions): Promise<void> {
  const folder = join(environment.folder, 'contract');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await verifyWebhooks(join(tool.venv, 'bin/python'), folder);
  const { origin, users, leaver, words, undo, close } = await prepare(folder);
  const countsFile = join(folder, 'counts.json');
  const args = ['--config-file', configFile(folder), '--no-color', 'run', join(root, 'docs/openapi.json')];
  args.push('--url', origin, '--seed', String(seed), '--max-examples', String(cases), '--report', 'ndjson');
  args.push('--report-dir', folder, ...(paths === undefined ? [] : ['--include-path-regex', paths]));
  const result = await ended(join(tool.venv, 'bin/schemathesis'), args, {
    cwd: folder,
    env: {
      ...process.env,
      CONTRACT_COUNTS: countsFile,
      CONTRACT_CASES: String(cases),
      CONTRACT_PRODUCTS: words.PRODUCTS?.join(','),
      CONTRACT_TOKENS: users.map(({ token }) => token).join(','),
      CONTRACT_LEAVER: leaver.token,
    },
    ...(show === 'verbose' && { onLine: (line: string) => console.log(line) }),
  }).finally(close);
  if (keep) await undo();
  const counts = JSON.parse(await readFile(countsFile, 'utf8').catch(() => '{}')) as Counts;
  for (const [label, { cases: tried, statuses }] of Object.entries(counts)) {
    const shown = Object.entries(statuses).map(([status, times]) => `${status} x${times}`);
    console.log(`  ${label.padEnd(30)} ${String(tried).padStart(6)} cases  ${shown.join(', ')}`);
  }
  // Our own check writes the counts at the end; without them it did not run.
  if (result.code === 0 && Object.keys(counts).length > 0) return;
  if (show !== 'verbose') console.log(result.output);
  throw new Failure(
    'The API violates its contract',
    `To repeat these requests: npm run test:contract -- --seed ${seed}${paths === undefined ? '' : ` --paths '${paths}'`}`,
  );
}

export async function runContract(options: ContractOptions): Promise<void> {
  const startedAt = performance.now();
  const { cases, seed, keep, show } = options;
  if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(seed))
    throw new Failure('--cases and --seed must be whole numbers', 'For example: npm run test:contract -- --cases 500');
  const environment = await openEnvironment(keep, true);
  await mkdir(environment.folder, { recursive: true });
  enter(environment);
  process.env.SYSTEM_DESIGN_OUTPUTS = outputsFile(environment);
  const stop = async () => {
    if (!keep) await stopEmulator(environment);
  };
  await guard(stop, async () => {
    await bringUp(environment, show);
    if (!(await pythonEnvironmentIsReady(tool))) await installPythonEnvironment({}, tool);
    await tryApi(environment, options);
  });
  await stop();
  console.log(`✔ The API meets its contract (seed ${seed})  ${seconds(startedAt)}`);
}
