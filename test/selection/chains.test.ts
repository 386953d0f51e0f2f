// Files that name the same service never run at once, and those that name none run by themselves.
import { expect, test } from '@jest/globals';
import { readSources, type SourceFile } from '../infra/source.ts';
import { chainsOf } from './chains.ts';
import { servicesOf } from './manner.ts';
import { filesOf } from './suites.ts';

const file = (name: string, services: string): SourceFile => ({
  path: `test/local/${name}.test.ts`,
  text: `// A head.\n// @runs alone${services}: it changes this for everybody\n`,
});
const names = (paths: readonly string[]): string[] => paths.map((path) => path.slice('test/local/'.length, -8));

test('files that share a service are one chain, also by way of a third; others run at once', () => {
  const { whole, apart } = chainsOf([
    file('a', ' cart'),
    file('b', ' links'),
    file('c', ''),
    file('d', ' payments'),
    file('e', ' cart payments'),
    file('f', ''),
  ]);
  expect(names(whole.paths)).toEqual(['c', 'f']);
  expect(apart.map(({ services, paths }) => [services, names(paths)])).toEqual([
    [['links'], ['b']],
    [
      ['cart', 'payments'],
      ['a', 'd', 'e'],
    ],
  ]);
});

test('here every file that runs alone is in one chain, and names services that there are', () => {
  const sources = readSources();
  const files = filesOf('alone', sources);
  const { whole, apart } = chainsOf(files);
  const paths = [whole, ...apart].flatMap((chain) => chain.paths);
  expect(paths.toSorted()).toEqual(files.map(({ path }) => path).toSorted());
  const isService = (name: string) => sources.some(({ path }) => path === `lambdas/${name}/contract.ts`);
  expect(files.flatMap(servicesOf).filter((name) => !isService(name))).toEqual([]);
});
