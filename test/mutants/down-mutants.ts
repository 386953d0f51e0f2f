// Bugs of taking everything away, of a deployment of some systems, and of the comparison of templates.
import { local, type Mutant } from './mutant.ts';

const down = { test: local('platform/down'), only: 'takes everything away, and goes on after it could not' };
const diff = 'cli/diff/compare.test.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'down: any account will do',
    file: 'cli/down/down.ts',
    find: '!== accountOf(found))',
    replace: "=== '')",
    ...down,
  },
  {
    name: 'down: objects stay in the buckets',
    file: 'cli/down/destroy.ts',
    find: 'for (const { id } of buckets) objects',
    replace: 'for (const { id } of buckets.slice(1)) objects',
    ...down,
  },
  {
    name: 'down: a stack goes before those that import from it',
    file: 'cli/down/destroy.ts',
    find: 'other.imports.some(',
    replace: 'other.imports.every(',
    test: 'cli/down/down.test.ts',
    only: 'a stack goes after those that import from it',
  },
  {
    name: 'down: what an earlier run retained is forgotten',
    file: 'cli/down/found.ts',
    find: 'of [...live, ...gone])',
    replace: 'of live)',
    ...down,
  },
  {
    name: 'systems: what a system needs is not derived',
    file: 'lib/systems.ts',
    find: 'for (const name of names) this',
    replace: 'for (const name of all) this',
    test: 'test/infra/options.test.ts',
    only: 'makes these, what they need, and what every system needs, and nothing else',
  },
  {
    name: 'console: a system that is not deployed is shown',
    file: 'web/shell/deployed.ts',
    find: 'service === undefined || services.has(service)',
    replace: 'service === undefined || services.size > 0',
    test: 'web/shell/deployed.test.ts',
    only: 'a system is shown if its service is deployed',
  },
  {
    name: 'diff: an export changes its value',
    file: 'cli/diff/compare.ts',
    find: 'JSON.stringify(now.get(name)) !== JSON.stringify(value)',
    replace: '!now.has(name)',
    test: diff,
    only: 'an export that a deployed stack imports must neither vanish nor change',
  },
  {
    name: 'diff: two indexes are no finding',
    file: 'cli/diff/compare.ts',
    find: 'if (indexes.length > 1)',
    replace: 'if (indexes.length > 2)',
    test: diff,
    only: 'a table changes one index in a deployment',
  },
  {
    name: 'diff: a removed user pool is no loss',
    file: 'cli/diff/compare.ts',
    find: 'resource?.Type === USER_POOL || /^Retain/',
    replace: '/^Retain/',
    test: diff,
    only: 'what is kept is not replaced, and not removed',
  },
  {
    name: 'diff: an attribute of the user pool is removed',
    file: 'cli/diff/compare.ts',
    find: 'return lost ? ',
    replace: 'return !lost ? ',
    test: diff,
    only: 'a user pool gets attributes, and loses and changes none',
  },
];
