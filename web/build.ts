// Builds the console into dist/web, ready to be copied to the bucket; everything else in dist/ stays.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import { foundSystems } from './found-systems.ts';

const here = import.meta.dirname;
const shell = join(here, 'shell');
const out = join(here, '../dist/web');
const pictures = join(here, '../docs/images');
const options = {
  absWorkingDir: shell,
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
} as const;

/** Scripts and styles. The chart, the QR code, the video player and each system's pages load on demand. */
export const bundleConsole = (write: boolean) =>
  build({
    ...options,
    entryPoints: ['console.tsx', 'console.css'],
    entryNames: 'assets/[name]-[hash]',
    splitting: true,
    chunkNames: 'assets/[name]-[hash]',
    plugins: [foundSystems],
    metafile: true,
    write,
  });

/** Replaces dist/web. Only names with a content hash may be cached forever. */
export async function buildConsole(): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(join(out, 'errors'), { recursive: true });
  const [{ metafile }, template] = await Promise.all([
    bundleConsole(true),
    readFile(join(shell, 'index.html'), 'utf8'),
    // A stable name: the redirect's and the CDN's own pages link it from code that knows no hash.
    build({ ...options, entryPoints: ['page.css'], entryNames: 'assets/[name]' }),
    cp(join(shell, 'unavailable.html'), join(out, 'errors/unavailable.html')),
  ]);
  await cp(join(shell, 'favicon.svg'), join(out, 'assets/favicon.svg'));
  for (const name of await readdir(pictures))
    if (/^architecture.*\.svg$/.test(name)) await cp(join(pictures, name), join(out, 'assets', name));
  const built = (entryPoint: string): string => {
    const [path] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === entryPoint) ?? [];
    if (path === undefined) throw new Error(`The bundle has no output for ${entryPoint}`);
    return `/${relative(out, join(shell, path))}`;
  };
  const page = template.replace('{{style}}', built('console.css')).replace('{{script}}', built('console.tsx'));
  await writeFile(join(out, 'index.html'), page);
}

if (import.meta.main) await buildConsole();
