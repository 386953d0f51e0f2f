// Statements of test files about how they run are understood, and nothing else is accepted.
import { describe, expect, test } from '@jest/globals';
import { mannerOf, misstatements, secondsOf, servicesOf } from './manner.ts';
import { filesOf, suites } from './suites.ts';

const file = (path: string, ...lines: string[]) => ({ path, text: ['// A head.', ...lines, ''].join('\n') });
const alone = '// @runs alone: it sets the codes to be short';
const aloneWith = '// @runs alone cart payments: it breaks the bank';
const beside = '// @runs beside: it answers all requests itself';

test('a file says that it runs alone, beside those, or nothing', () => {
  expect(mannerOf(file('test/local/a.test.ts', alone))).toBe('alone');
  expect(mannerOf(file('test/browser/a.test.ts', beside))).toBe('beside');
  expect(mannerOf(file('test/local/a.test.ts', "const text = '@runs alone: so';"))).toBe('together');
});

test('a file that runs alone names the services that it changes, or none', () => {
  expect(mannerOf(file('test/local/a.test.ts', aloneWith))).toBe('alone');
  expect(servicesOf(file('test/local/a.test.ts', aloneWith))).toEqual(['cart', 'payments']);
  expect(servicesOf(file('test/local/a.test.ts', alone))).toEqual([]);
  expect(servicesOf(file('test/local/a.test.ts', "const text = '@runs alone cart: so';"))).toEqual([]);
});

test('a fault test says what it takes', () => {
  expect(secondsOf(file('test/faults/a.test.ts', '// @takes 120 s'))).toBe(120);
  expect(secondsOf(file('test/faults/a.test.ts'))).toBeUndefined();
});

describe('it is understood', () => {
  test.each([
    file('test/local/a.test.ts', alone),
    file('test/local/a.test.ts', aloneWith),
    file('test/browser/a.test.ts', beside),
    file('test/faults/a.test.ts', '// @takes 120 s'),
    file('lambdas/links/a.test.ts'),
    file('lambdas/links/a.ts', '// @anything goes where no test is'),
  ])('$path: $text', (one) => {
    expect(misstatements(one)).toEqual([]);
  });

  test.each([
    file('test/local/a.test.ts', '// @runs lonely: it sets the codes to be short'),
    file('test/local/a.test.ts', '// @runs alone'),
    file('test/local/a.test.ts', '// @runs alone: why'),
    file('test/local/a.test.ts', '// @runs alone cart'),
    file('test/local/a.test.ts', '// @runs alone with, commas: it breaks the bank'),
    file('test/browser/a.test.ts', '// @runs beside cart: it answers all requests itself'),
    file('test/local/a.test.ts', '// @run alone: it sets the codes to be short'),
    file('lambdas/links/a.test.ts', alone),
    file('test/local/a.test.ts', '// @takes 120 s'),
    file('test/faults/a.test.ts', '// @takes long'),
    file('test/faults/a.test.ts'),
  ])('or refused: $path: $text', (one) => {
    expect(misstatements(one)).toHaveLength(one.text.includes('@takes long') ? 2 : 1);
  });
});

test('each test file is in one suite', () => {
  const paths = ['lambdas/a.test.ts', 'test/infra/a.test.ts', 'test/local/a.test.ts', 'test/faults/a.test.ts'];
  const files = [
    ...paths.map((path) => file(path)),
    file('test/local/b.test.ts', alone),
    file('test/browser/a.test.ts', beside),
    file('test/browser/b.test.ts'),
    file('test/local/client.ts'),
  ];
  expect(Object.fromEntries(suites.map((suite) => [suite, filesOf(suite, files).map(({ path }) => path)]))).toEqual({
    unit: ['lambdas/a.test.ts'],
    infra: ['test/infra/a.test.ts'],
    local: ['test/local/a.test.ts'],
    alone: ['test/local/b.test.ts'],
    pages: ['test/browser/a.test.ts'],
    browser: ['test/browser/b.test.ts'],
    faults: ['test/faults/a.test.ts'],
  });
});
