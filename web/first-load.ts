// The JavaScript that a browser loads before a system's page appears: the shell, the system's own chunk, their imports.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleConsole } from './build.ts';

export interface FirstLoad {
  /** The system's folder; `shell` for the load that needs no system. */
  readonly system: string;
  /** Size of the JavaScript, compressed as the CDN does. */
  readonly bytes: number;
  /** The source files it contains, from web/ or from its packages. */
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
