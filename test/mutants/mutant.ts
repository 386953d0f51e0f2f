// A realistic bug, and the test that must notice it.
import { globSync } from 'node:fs';
import { join } from 'node:path';

export interface Edit {
  readonly file: string;
  /** Must occur in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}
export interface Mutant extends Edit {
  readonly name: string;
  /** Further edits that the bug needs to show. */
  readonly also?: readonly Edit[];
  /** The test file; `only` names the test. */
  readonly test: string;
  readonly only: string;
}

export const local = (name: string): string => `test/local/${name}.test.ts`;
export const unit = (name: string): string => `lambdas/${name}.test.ts`;

/** Reads every file `<service>-mutants.ts` beside this one. */
export async function readMutants(): Promise<Mutant[]> {
  const files = globSync('*-mutants.ts', { cwd: import.meta.dirname }).sort();
  const lists = await Promise.all(
    files.map((file) => import(join(import.meta.dirname, file)) as Promise<{ mutants: readonly Mutant[] }>),
  );
  return lists.flatMap(({ mutants }) => mutants);
}
