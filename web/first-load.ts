// What a browser loads before a page of a system is there: the shell, the system's own chunk, and what these import.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleConsole } from './build.ts';

export interface FirstLoad {
  /** The folder of the system; `shell` for what needs none. */
  readonly system: string;
  /** Of JavaScript, compressed as the CDN does. */
  readonly bytes: number;
  /** The source files in it, from the folder web/ or from its packages. */
  readonly inputs: readonly string[];
}

const ENTRY = 'console.tsx';
const PAGES = /systems\/([^/]+)\/pages\.tsx?$/;

export async function firstLoads(): Promise<FirstLoad[]> {
  const { metafile, outputFiles = [] } = await bundleConsole(false);
  const sizes = new Map(outputFiles.map(({ path, contents }) => [path, gzipSync(contents).length]));
  const outputs = Object.entries(metafile.outputs);

  function load(system: string, entryPoints: readonly string[]): FirstLoad {
    const seen = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const imported of metafile.outputs[path]?.imports ?? [])
        if (imported.kind === 'import-statement' && !imported.external) visit(imported.path);
    };
    for (const [path, { entryPoint = '' }] of outputs) if (entryPoints.includes(entryPoint)) visit(path);
    const inputs = [...seen].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
    const bytes = [...seen].reduce((sum, path) => sum + (sizes.get(join(import.meta.dirname, 'shell', path)) ?? 0), 0);
    return { system, bytes, inputs: inputs.map((path) => join('shell', path)) };
  }

  const pages = outputs.flatMap(([, { entryPoint = '' }]) => {
    const system = PAGES.exec(entryPoint)?.[1];
    return system === undefined ? [] : [load(system, [ENTRY, entryPoint])];
  });
  return [load('shell', [ENTRY]), ...pages];
}
