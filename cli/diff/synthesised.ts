// The templates of a tree, for AWS: of the sources here, or of another commit.
import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../localstack/child.ts';
import { root } from '../../localstack/environment.ts';
import { Failure } from '../../localstack/failure.ts';
import { guard } from '../../localstack/interrupt.ts';
import { functionIds } from '../deploy/bundle.ts';
import type { Template } from '../deploy/template.ts';
import type { Templates } from './compare.ts';

const SUFFIX = '.template.json';

async function readTemplates(folder: string): Promise<Templates> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(SUFFIX));
  const read = async (name: string) =>
    [name.slice(0, -SUFFIX.length), JSON.parse(await readFile(join(folder, name), 'utf8')) as Template] as const;
  return Object.fromEntries(await Promise.all(files.map(read)));
}

/** Runs the app without the CDK's CLI, which would bundle first. Code does not matter here, so empty bundles do. */
async function synthesise(tree: string, out: string, context: Readonly<Record<string, string>>): Promise<Templates> {
  // At once, so that an interruption finds no half of them.
  for (const id of functionIds(tree)) mkdirSync(join(tree, 'dist', id), { recursive: true });
  const { context: usual } = JSON.parse(await readFile(join(tree, 'cdk.json'), 'utf8')) as { context: object };
  const env = {
    ...process.env,
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify({ ...usual, ...context, target: 'aws' }),
    CDK_VALIDATION: 'false',
  };
  await run(process.execPath, ['--no-warnings', 'bin/app.ts'], { cwd: tree, env, name: 'The synthesis' });
  return await readTemplates(out);
}

/** In a folder that is deleted afterwards, also by Ctrl-C. */
async function inScratch<T>(work: (folder: string) => Promise<T>, cleanUp?: () => Promise<unknown>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'system-design-diff-'));
  const remove = async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    await cleanUp?.();
  };
  const result = await guard(remove, () => work(folder));
  await remove();
  return result;
}

const git = (...args: string[]): Promise<string> => run('git', args, { cwd: root });

export const templatesHere = (context: Readonly<Record<string, string>>): Promise<Templates> =>
  inScratch((folder) => synthesise(root, folder, context));

/** In a work tree of its own, with the packages of this one. */
export async function templatesOf(commit: string, context: Readonly<Record<string, string>>): Promise<Templates> {
  const sha = await git('rev-parse', '--verify', '--quiet', `${commit}^{commit}`).catch((cause) => {
    throw new Failure(`git knows no commit '${commit}'`, 'For example: npm run infra:diff -- HEAD~1', { cause });
  });
  return await inScratch(
    async (folder) => {
      const tree = join(folder, 'tree');
      await git('worktree', 'add', '--detach', '--quiet', tree, sha.trim());
      await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
      return await synthesise(tree, join(folder, 'out'), context);
    },
    () => git('worktree', 'prune'),
  );
}
