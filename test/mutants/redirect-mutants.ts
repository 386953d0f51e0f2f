// Bugs of the redirect.
import { type Mutant, unit } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    name: 'a Location has characters that a gateway may encode once more',
    file: 'lambdas/links/redirect-answer.ts',
    find: '(text) => encodeURIComponent(text)',
    replace: "(text) => Buffer.from(text).toString('latin1')",
    test: unit('links/redirect-answer'),
    only: 'goes where its URL goes',
  },
  {
    name: 'the first put of a cold instance has no more time than a warm one',
    file: 'lambdas/links/redirect-store.ts',
    find: 'batch.firstNumber === 1 ?',
    replace: 'batch.firstNumber === 0 ?',
    test: unit('links/redirect-store'),
    only: 'the first put of an instance',
  },
];
