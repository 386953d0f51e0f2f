// Finds the console's systems: every folder of web/systems with its entry and its styles. No list of names to maintain.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import type { System } from './shell/system.ts';

const folder = join(import.meta.dirname, 'systems');

/** `./links/entry.ts` for each system that has such a file, in alphabetical order. */
const having = (name: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split('/').length === 2 && path.endsWith(`/${name}`))
    .sort()
    .map((path) => `./${path}`);

const entries = (): string => {
  const paths = having('entry.ts');
  const imports = paths.map((path, index) => `import { entry as entry${index} } from '${path}';`);
  return [...imports, `export const systems = [${paths.map((_, index) => `entry${index}`)}];`].join('\n');
};

/** Resolves `systems` to the list of all entries in a script, and to all systems' styles in a style sheet. */
export const foundSystems: Plugin = {
  name: 'found-systems',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^systems$/ }, ({ kind }) => ({ path: kind, namespace: 'systems' }));
    onLoad({ filter: /^import-statement$/, namespace: 'systems' }, () => ({
      contents: entries(),
      loader: 'js',
      resolveDir: folder,
    }));
    onLoad({ filter: /^import-rule$/, namespace: 'systems' }, () => ({
      contents: having('styles.css')
        .map((path) => `@import "${path}";`)
        .join('\n'),
      loader: 'css',
      resolveDir: folder,
    }));
  },
};

/** The same list for code that runs without a build; the pages are imported from their source files. */
export const readSystems = (): Promise<System[]> =>
  Promise.all(
    having('entry.ts').map(async (path) => {
      const { entry }: { entry: System } = await import(join(folder, path));
      return entry;
    }),
  );
