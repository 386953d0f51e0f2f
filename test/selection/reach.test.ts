// The reach of a change: never less than the change can break.
import { describe, expect, test } from '@jest/globals';
import { readSources, type SourceFile } from '../infra/source.ts';
import { reachedBy } from './reach.ts';
import { filesOf, type suites } from './suites.ts';

const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: lines.join('\n') });

/** Two systems, of which the shop depends on the stock by its contract, and an independent one. */
const project = [
  file('lambdas/shared/base/clock.ts'),
  file('lambdas/stock/contract.ts', "routes: { read: route('GET /api/stock/{id}', {}) }"),
  file('lambdas/stock/count.ts', "import { clock } from '../shared/base/clock.ts';"),
  file('lambdas/stock/count.test.ts', "import { count } from './count.ts';"),
  file('lambdas/stock/http.ts', "import { contract } from './contract.ts';", "import { count } from './count.ts';"),
  file('lambdas/shop/contract.ts', "routes: { buy: route('POST /api/shop', {}) }"),
  file('lambdas/shop/price.ts'),
  file('lambdas/shop/price.test.ts', "import { price } from './price.ts';"),
  file(
    'lambdas/shop/http.ts',
    "import { contract } from '../stock/contract.ts';",
    "import type { Price } from './price.ts';",
  ),
  file('lambdas/news/contract.ts', "routes: { read: route('GET /api/news', {}) }"),
  file('lambdas/news/http.ts', "import { clock } from '../shared/base/clock.ts';"),
  file('lib/constructs/table.ts'),
  file('lambdas/people/contract.ts', "routes: { me: route('GET /api/me', {}) }"),
  file('lambdas/people/confirm.ts'),
  file('lambdas/answers/contract.ts', 'routes: {}'),
  file('lambdas/answers/http.ts'),
  file('lib/stacks/platform-stack.ts', "new ServiceFunction(this, 'people/confirm', {})"),
  file('lib/stacks/answers-stack.ts', 'interface AnswersProps { readonly contracts: readonly Contract[]; }'),
  file('lib/stacks/shop-stack.ts', "import { Table } from '../constructs/table.ts';"),
  file('lib/stacks/news-stack.ts'),
  file('cli/deploy/bundle.ts'),
  file('cli/files.ts', 'readdirSync(import.meta.dirname)'),
  file('cli/files.test.ts', "import { files } from './files.ts';"),
  file('web/pages.ts'),
  file('test/local/client.ts'),
  file('test/local/shop.test.ts', "import { ask } from './client.ts';", "await ask('POST', '/api/shop');"),
  file(
    'test/local/stock.test.ts',
    "import { ask } from './client.ts';",
    '// @runs alone: it empties the stock',
    'ask(`/api/stock/7`)',
  ),
  file('test/local/news.test.ts', "invoke('news/http')"),
  file('test/faults/dlq.test.ts', "await npmRun('dlq', 'list', 'shop')"),
  file('test/faults/any.test.ts', 'await anything()'),
  file('test/browser/shop.test.ts', "await page.goto('#/shop')"),
  file('test/infra/rules.test.ts'),
  file('README.md'),
];

/** The reached files, except rule tests, which always run, and tests that read files. */
function reached(...changed: string[]): string[] | undefined {
  const all = reachedBy(changed, project);
  return (
    all &&
    [...all].flatMap(([suite, paths]) =>
      suite === 'infra' || suite === 'faults' ? [] : paths.filter((path) => !path.startsWith('cli/')),
    )
  );
}

describe('a change', () => {
  test('of a rule reaches its tests, and its system and those that stand on it over HTTP', () => {
    expect(reached('lambdas/stock/count.ts')).toEqual([
      'lambdas/stock/count.test.ts',
      'test/local/shop.test.ts',
      'test/local/stock.test.ts',
      'test/browser/shop.test.ts',
    ]);
  });

  test('of a system reaches none that it stands on', () => {
    expect(reached('lambdas/shop/price.ts')).toEqual([
      'lambdas/shop/price.test.ts',
      'test/local/shop.test.ts',
      'test/browser/shop.test.ts',
    ]);
  });

  test('of a stack or a construct reaches the systems made with it', () => {
    expect(reached('lib/constructs/table.ts')).toEqual(['test/local/shop.test.ts', 'test/browser/shop.test.ts']);
    expect(reached('lib/stacks/news-stack.ts')).toEqual(['test/local/news.test.ts', 'test/browser/shop.test.ts']);
  });

  test('of what all run with reaches all that have it', () => {
    expect(reached('lambdas/shared/base/clock.ts')).toEqual([
      'lambdas/stock/count.test.ts',
      'test/local/shop.test.ts',
      'test/local/news.test.ts',
      'test/local/stock.test.ts',
      'test/browser/shop.test.ts',
    ]);
  });

  test.each([
    'lib/stacks/platform-stack.ts',
    'cli/deploy/bundle.ts',
    // Behind the platform, and made from all contracts.
    'lambdas/people/confirm.ts',
    'lib/stacks/answers-stack.ts',
    'lambdas/answers/http.ts',
  ])('of %s reaches every test of a running system', (path) => {
    const running = [
      'test/local/shop.test.ts',
      'test/local/news.test.ts',
      'test/local/stock.test.ts',
      'test/browser/shop.test.ts',
    ];
    expect(reached(path)).toEqual(running);
  });

  test('of a page reaches the browser', () => {
    expect(reached('web/pages.ts')).toEqual(['test/browser/shop.test.ts']);
  });

  test('of a test or of what tests share reaches those tests', () => {
    expect(reached('test/local/news.test.ts')).toEqual(['test/local/news.test.ts']);
    expect(reached('test/local/client.ts')).toEqual(['test/local/shop.test.ts', 'test/local/stock.test.ts']);
  });

  test('reaches tests that name a system in a command, and those that name none', () => {
    const faults = (path: string) => reachedBy([path], project)?.get('faults');
    expect(faults('lambdas/shop/price.ts')).toEqual(['test/faults/dlq.test.ts', 'test/faults/any.test.ts']);
    expect(faults('lambdas/news/http.ts')).toEqual(['test/faults/any.test.ts']);
  });

  test('of words reaches the rules and what reads files', () => {
    expect(reached('README.md')).toEqual([]);
    const all = reachedBy(['README.md'], project);
    expect([all?.get('infra'), all?.get('unit')]).toEqual([['test/infra/rules.test.ts'], ['cli/files.test.ts']]);
  });

  test.each(['package-lock.json', 'jest.config.json', 'lambdas/gone.ts', 'lambdas/stock/fixture.bin'])(
    'of %s, an unknown file, reaches everything',
    (path) => {
      expect(reached('README.md', path)).toBeUndefined();
    },
  );
});

describe('here', () => {
  const sources = readSources();
  const count = (changed: string, suite: (typeof suites)[number]) => reachedBy([changed], sources)?.get(suite)?.length;

  test('the clock of all functions reaches every test over HTTP', () => {
    for (const suite of ['local', 'alone', 'browser', 'faults'] as const)
      expect(count('lambdas/shared/base/clock.ts', suite)).toBe(filesOf(suite, sources).length);
  });

  test.each([
    'lib/stacks/platform-stack.ts',
    'lib/stacks/edge-stack.ts',
    'lambdas/api/http.ts',
    'lambdas/users/store.ts',
  ])('%s is under every system', (path) => {
    expect(count(path, 'local')).toBe(filesOf('local', sources).length);
  });

  test('ranking reaches the tests of search, and few others', () => {
    const local = reachedBy(['lambdas/search/query/rank.ts'], sources)?.get('local') ?? [];
    expect(local).toEqual(
      expect.arrayContaining(['test/local/search/search.test.ts', 'test/local/search/search-index.test.ts']),
    );
    expect(local.length).toBeLessThan(filesOf('local', sources).length / 4);
  });
});
