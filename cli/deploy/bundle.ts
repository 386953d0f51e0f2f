// One esbuild pass over every handler: lambdas/<service>/<function>.ts -> dist/<service>/<function>/index.js.
// One process per function, as NodejsFunction does it, takes 20 times as long (40 functions: 0.9 s against 17.9 s).
import { globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, type BuildResult, build, context, type Metafile, type Plugin } from 'esbuild';
import { explain } from '../../localstack/failure.ts';
import { awsMachine, nativePackages, placeNative, thisMachine } from './native.ts';

const root = resolve(import.meta.dirname, '../..');

/** Ids of all functions, such as `links/redirect`: every file that exports a `handler`. */
export function functionIds(base = root): string[] {
  return globSync('lambdas/*/*.ts', { cwd: base })
    .filter(
      (file) => !file.endsWith('.test.ts') && /^export const handler\b/m.test(readFileSync(join(base, file), 'utf8')),
    )
    .map((file) => relative('lambdas', file).replaceAll('\\', '/').replace(/\.ts$/, ''))
    .sort();
}

const options = (base = root): BuildOptions => ({
  absWorkingDir: base,
  entryPoints: Object.fromEntries(functionIds(base).map((id) => [`${id}/index`, `lambdas/${id}.ts`])),
  outdir: 'dist',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  // CommonJS loads node:http by require, 9 ms; an ES module's import of it loads undici too, 50 ms (nodejs/node#57649).
  format: 'cjs',
  // The SDK does import it at its first call over plain HTTP: 1.6 MB and 20 ms of CPU in each function of an emulator.
  supported: { 'dynamic-import': false },
  // Only the ES modules of the SDK can be tree-shaken: 338 KB against 535 KB.
  mainFields: ['module', 'main'],
  // The default credential chain is 80 KB of providers that a Lambda never uses.
  alias: { '@aws-sdk/credential-provider-node': './lambdas/shared/aws/environment-credentials.ts' },
  external: [...nativePackages],
  metafile: true,
  logLevel: 'warning',
});

/** Default: for this machine, where the emulator runs the bundles. */
export async function bundleAll(machine = thisMachine): Promise<void> {
  const { metafile } = await build(options());
  await placeNative(metafile as Metafile, machine);
  await removeStale();
}

interface Watching {
  /** Restarts the watch if handlers were added or removed, which esbuild does not notice; answers whether they were. */
  refresh(): Promise<boolean>;
  dispose(): Promise<void>;
}

/** Rebuilds what a saved file changes. `onRebuild` receives the ids of the functions whose bundle changed. */
export async function watchAll(onRebuild: (changed: string[]) => void | Promise<void>, base = root): Promise<Watching> {
  const hashes = new Map<string, string>();
  const changedIn = async (result: BuildResult): Promise<string[]> => {
    const changed = (result.outputFiles ?? []).filter(({ path, hash }) => hashes.get(path) !== hash);
    for (const { path, hash, contents } of changed) {
      hashes.set(path, hash);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contents);
    }
    return changed.map(({ path }) => idOf(relative(base, path)));
  };
  let first = true;
  const reportChanges: Plugin = {
    name: 'report-changes',
    setup: ({ onEnd }) =>
      onEnd(async (result) => {
        if (result.errors.length > 0) return;
        const changed = await changedIn(result);
        if (!first && changed.length > 0) await onRebuild(changed);
        first = false;
      }),
  };
  const start = async () => {
    const watcher = await context({ ...options(base), write: false, plugins: [reportChanges] });
    await watcher.watch();
    return watcher;
  };
  let ids = functionIds(base).join();
  let watcher = await start();
  return {
    refresh: async () => {
      const now = functionIds(base).join();
      if (now === ids) return false;
      await watcher.dispose();
      watcher = await start();
      ids = now;
      return true;
    },
    dispose: () => watcher.dispose(),
  };
}

const idOf = (bundle: string): string =>
  relative('dist', bundle)
    .replaceAll('\\', '/')
    .replace(/\/index\.js$/, '');

/** Removes old bundles, so that a renamed or removed function is never deployed from one. */
async function removeStale(): Promise<void> {
  const known = new Set(functionIds());
  for (const file of globSync('dist/*/*/index.js', { cwd: root })) {
    if (!known.has(idOf(file))) await rm(join(root, dirname(file)), { recursive: true });
  }
}

// `cdk.json` runs this for a plain `npx cdk deploy`.
if (import.meta.main)
  await bundleAll(awsMachine).catch((error: unknown) => {
    console.error(explain(error));
    process.exitCode = 1;
  });
