// `npm run test:upgrade`: data stored by an older commit survives a deployment of today's sources over it.
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bringUp } from '../../cli/deploy/bring-up.ts';
import { run } from '../../localstack/child.ts';
import { stopEmulator } from '../../localstack/emulator.ts';
import { type Environment, enter, root, testEnvironment } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { outputsFile } from '../../localstack/outputs.ts';
import { freePort } from '../../localstack/port.ts';
import { runSteps, type Show, seconds } from '../../localstack/steps.ts';
import { isGrown } from './grown.ts';

interface UpgradeOptions {
  /** Commit to upgrade from; by default the newest one that is a day older than today's. */
  readonly from: string | undefined;
  readonly show: Show;
}

const preferredPort = 4899;
const git = async (...args: string[]): Promise<string> => (await run('git', args, { cwd: root })).trim();

/** The commit that a user who cloned the project yesterday has. */
async function commitToUpgradeFrom(from: string | undefined): Promise<string> {
  if (from !== undefined) return await git('rev-parse', '--verify', `${from}^{commit}`);
  const dayBefore = Number(await git('log', '-1', '--format=%ct')) - 86_400;
  const found = await git('rev-list', '-1', `--before=${dayBefore}`, 'HEAD');
  if (found === '')
    throw new Failure('This clone has no commit that is a day old', 'Fetch the history: git fetch --unshallow');
  return found;
}

/** Shares a package folder with today's tree if both have the same lock file. */
async function share(folder: string, name: string, lock: string): Promise<boolean> {
  const [then, now] = await Promise.all([folder, root].map((of) => readFile(join(of, lock), 'utf8').catch(() => '')));
  if (then !== now) return false;
  await symlink(join(root, name), join(folder, name));
  return true;
}

async function checkOut(commit: string, folder: string): Promise<void> {
  await run('sh', ['-c', `git archive ${commit} | tar -x -C '${folder}'`], { cwd: root });
  await share(folder, 'localstack/.venv', 'localstack/requirements.txt');
  if (!(await share(folder, 'node_modules', 'package-lock.json')))
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
}

export async function runUpgrade({ from, show }: UpgradeOptions): Promise<void> {
  const startedAt = performance.now();
  const commit = await commitToUpgradeFrom(from);
  const folder = await mkdtemp(join(tmpdir(), 'system-design-upgrade-'));
  const environment: Environment = {
    ...testEnvironment(await freePort(preferredPort)),
    folder: join(folder, '.local'),
  };
  const endpoint = environment.endpoint?.origin ?? '';
  await mkdir(environment.folder);
  process.env.SYSTEM_DESIGN_OUTPUTS = outputsFile(environment);
  const cleanUp = async () => {
    await stopEmulator(environment);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const lost = await guard(cleanUp, async () => {
    const npm = (...args: string[]) => run('npm', args, { cwd: folder });
    await runSteps(
      [
        { title: `Sources of ${commit.slice(0, 10)}`, run: () => checkOut(commit, folder) },
        { title: 'Old version started', run: async () => void (await npm('start', '--', '--endpoint', endpoint)) },
      ],
      show,
    );
    enter(environment);
    const { makeHistory, readings, writeSomething } = await import('./history.ts');
    const history = await makeHistory();
    const before = await readings(history);
    await npm('stop');
    await bringUp(environment, show);
    const after = await readings(history);
    await writeSomething(history);
    const differ = [...before].filter(
      ([path, text]) => !isGrown(JSON.parse(text), JSON.parse(after.get(path) ?? 'null')),
    );
    for (const [path, text] of differ) console.error(`✖ ${path}\n  before ${text}\n  after  ${after.get(path)}`);
    console.log(`${before.size - differ.length} passed, ${differ.length} failed`);
    return differ.length;
  });
  await cleanUp();
  console.log(`Upgraded from ${commit.slice(0, 10)} in ${seconds(startedAt)}`);
  if (lost > 0) process.exitCode = 1;
}
