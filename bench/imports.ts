// Measures the cost of our code in a cold start: CPU to load each handler's bundle, against the same sources unbundled.
import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { functionIds } from '../cli/deploy/bundle.ts';
import { run } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';
import type { Row } from './row.ts';

const PROCESSES = 12;
/** Every visitor waits for the redirect; it has its own goals, relative to a bare Node. */
const HOT = 'links/redirect';

// Prints the CPU milliseconds of all threads that loading took, without Node's own start.
const PROBE = `const before = process.cpuUsage();
const loaded = ({ handler }) => {
  const { user, system } = process.cpuUsage(before);
  if (typeof handler !== 'function') throw new Error('no handler');
  console.log((user + system) / 1000);
};
const file = process.argv[1];
if (file.endsWith('.mjs')) import(file).then(loaded);
else loaded(require(file));`;

async function cpuMs(file: string): Promise<number> {
  return Number(await run(process.execPath, ['--no-warnings', '--input-type=commonjs', '-e', PROBE, file]));
}

/** Strips types and joins the project's own files but leaves every package to Node: the code as it runs without a bundler. */
async function unbundle(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(functionIds().map((id) => [id, `lambdas/${id}.ts`])),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'warning',
  });
}

export async function importRows(folder: string): Promise<Row[]> {
  const unbundled = join(folder, 'unbundled');
  await unbundle(unbundled);
  // As on AWS, no package.json of the project makes ES modules of the bundles.
  const bundled = join(folder, 'bundled');
  await cp(join(root, 'dist'), bundled, { recursive: true });
  await writeFile(join(bundled, 'package.json'), '{}');
  const rows: Row[] = [];
  for (const id of functionIds()) {
    const files = [join(bundled, id, 'index.js'), join(unbundled, `${id}.mjs`)] as const;
    let [ours, peer] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // Alternates, so that a busy moment of the machine affects both.
    for (let i = 0; i < PROCESSES; i += 1) {
      ours = Math.min(ours, await cpuMs(files[0]));
      peer = Math.min(peer, await cpuMs(files[1]));
    }
    const api = id.endsWith('/http');
    rows.push({
      name: `import ${id}, bundled against not`,
      unit: 'ms CPU',
      ours,
      peer,
      ...(api && { atMost: 0.35 }),
      note: `smallest of ${PROCESSES} processes each; the peer's packages are loaded from node_modules as ES modules`,
    });
    if (id !== HOT) continue;
    rows.push({ name: `import ${id}, over a bare Node`, unit: 'ms CPU', ours, atMost: 15 });
    rows.push({ name: `bundle ${id}`, unit: 'KB', ours: (await stat(files[0])).size / 1000, atMost: 40 });
  }
  return rows;
}
