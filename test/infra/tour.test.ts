// The tour's new system keeps every rule by itself: no rule, test or list needs to know it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { reachedBy } from '../selection/reach.ts';
import { houseRules } from './rules/house-rules.ts';
import { readSources, root, type SourceFile } from './source.ts';

/** A path in backquotes begins the paragraph above each file's code. */
const CODE = /^`((?:lambdas|lib\/stacks|web\/systems)\/hello[\w/-]*\.tsx?)`[^\n]*\n\n```tsx?\n([\s\S]*?)```/gm;
const tour = readFileSync(join(root, 'docs/tour.md'), 'utf8');
const hello: SourceFile[] = [...tour.matchAll(CODE)].map(([, path = '', text = '']) => ({ path, text }));
const others: SourceFile[] = [
  { path: 'lambdas/hello/README.md', text: '# hello\n' },
  { path: 'test/local/hello/hello.test.ts', text: "// Greets.\nawait ask('GET', '/api/hello');\n" },
];
/** Without a hello of the reader's own. */
const sources = readSources().filter(({ path }) => !/^(?:lambdas|lib\/stacks|web\/systems)\/hello\b/.test(path));
const all = [...sources, ...hello, ...others];

test('the tour shows the files of a system: folder, stack and pages', () => {
  expect(hello.map(({ path }) => path)).toEqual([
    ...['resources', 'contract', 'store', 'greet-person', 'relay', 'http'].map((name) => `lambdas/hello/${name}.ts`),
    'lib/stacks/hello-stack.ts',
    'web/systems/hello/entry.ts',
    'web/systems/hello/pages.tsx',
  ]);
});

describe('the new system', () => {
  test.each(houseRules)('keeps: $name', ({ find }) => {
    expect(find(all).filter((place) => place.includes('hello'))).toEqual([]);
  });

  test('has its tests selected by its files, its stack and its paths, and tests of others left out', () => {
    for (const path of ['lambdas/hello/greet-person.ts', 'lib/stacks/hello-stack.ts']) {
      const local = reachedBy([path], all)?.get('local') ?? [];
      expect(local).toContain('test/local/hello/hello.test.ts');
      expect(local).not.toContain('test/local/search.test.ts');
    }
  });
});
