// Finds the console's systems: every folder of systems/ that has styles gets them into the page, without a list of names.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const folder = join(import.meta.dirname, 'systems');

/** `links/styles.css` for each system that has such a file, in the order of the alphabet. */
const having = (name: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.split('/').length === 2 && path.endsWith(`/${name}`))
    .sort();

/** Resolves `@import "systems"` to the styles of all of them. */
export const foundSystems: Plugin = {
  name: 'found-systems',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^systems$/ }, ({ kind }) => ({ path: kind, namespace: 'systems' }));
    onLoad({ filter: /^import-rule$/, namespace: 'systems' }, () => ({
      contents: having('styles.css')
        .map((path) => `@import "./${path}";`)
        .join('\n'),
      loader: 'css',
      resolveDir: folder,
    }));
  },
};
