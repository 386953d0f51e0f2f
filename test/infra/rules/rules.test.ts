// The house rules, applied to every file known to git; and each rule, applied to a sample that breaks it.
import { describe, expect, test } from '@jest/globals';
import { closureOf, importsOf, readSources } from '../source.ts';
import { sdkSeconds, unlimitedClients } from '../time-outs.ts';
import { houseRules } from './house-rules.ts';

const sources = readSources();

describe.each(houseRules)('$name', ({ fix, find, refuses, accepts }) => {
  test('here', () => {
    const found = find(sources);
    if (found.length > 0) throw new Error(`${found.join('\n')}\n\nFix: ${fix}`);
  });

  test.each(refuses.map((files) => ({ files, path: files.map(({ path }) => path).join(' with ') })))(
    'refuses a sample: $path',
    ({ files }) => {
      expect(find(files)).not.toEqual([]);
      for (const place of find(files)) expect(place).toMatch(/^[\w./-]+:\d+ ./);
    },
  );

  test('accepts a sample that keeps it', () => {
    expect(find(accepts)).toEqual([]);
  });
});

test('finds the project: its handlers, its stacks and its lock file', () => {
  const paths = sources.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['lambdas/links/http.ts', 'lib/target.ts', 'package-lock.json']));
  expect(paths.filter((path) => path.startsWith('node_modules/'))).toEqual([]);
});

test('finds an import in every form, with its line', () => {
  const text = [
    "import 'one';",
    "import type { Two } from './two.ts';",
    'import {',
    '  three,',
    "} from '../shared/three.ts';",
    "export * from 'four';",
    "const five = await import('five');",
  ].join('\n');
  expect(importsOf({ path: 'lambdas/links/http.ts', text })).toEqual([
    { from: 'one', line: 1, typeOnly: false },
    { from: 'lambdas/links/two.ts', line: 2, typeOnly: true },
    { from: 'lambdas/shared/three.ts', line: 5, typeOnly: false },
    { from: 'four', line: 6, typeOnly: false },
    { from: 'five', line: 7, typeOnly: false },
  ]);
});

test('follows imports of values, not of types', () => {
  const a = { path: 'lambdas/a/http.ts', text: "import { b } from './b.ts';\nimport type { C } from './c.ts';" };
  const b = { path: 'lambdas/a/b.ts', text: "import { a } from './http.ts';" };
  const c = { path: 'lambdas/a/c.ts', text: '' };
  expect(closureOf([a, b, c], a.path)).toEqual([a, b]);
});

test('knows how long a client may try, and refuses one that waits for ever', () => {
  const client = (options: string) => ({ path: 'lambdas/a/store.ts', text: `\nclient = new SQSClient(${options});` });
  const bounded = client('bounded({ maxAttempts: 3, requestTimeout: 2_000 })');
  expect(unlimitedClients(bounded)).toEqual([]);
  expect(sdkSeconds(bounded)).toBe(6);
  for (const options of [
    '',
    '{}',
    '{ maxAttempts: 3, requestHandler: { requestTimeout: 2000 } }',
    'bounded({ maxAttempts: 3 })',
  ]) {
    expect(unlimitedClients(client(options))).toEqual(['lambdas/a/store.ts:2 new client']);
  }
  expect(sdkSeconds({ path: 'lambdas/a/store.ts', text: 'const RETRIES = 2;\n(timeoutMs = 1000) => {}' })).toBe(3);
});
