// Every mutant still applies: if its text moved, it would be skipped unnoticed until the next long run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Edit, type Mutant, readMutants } from '../mutants/mutant.ts';
import { root } from './source.ts';

const mutants = await readMutants();
const times = ({ file, find }: Edit): number => readFileSync(join(root, file), 'utf8').split(find).length - 1;

/** A test is named by words that stand in its file, outside the placeholders of a table. */
const nameless = ({ name, test, only }: Mutant): string[] =>
  readFileSync(join(root, test), 'utf8').includes(only) ? [] : [`${name}: no test of ${test} is called '${only}'`];

test('the text each mutant changes stands in its file exactly once, and its test is there by name', () => {
  const wrong = mutants.flatMap((mutant) => [
    ...[mutant, ...(mutant.also ?? [])]
      .filter((edit) => times(edit) !== 1)
      .map((edit) => `${mutant.name}: stands ${times(edit)} times in ${edit.file}`),
    ...(existsSync(join(root, mutant.test)) ? nameless(mutant) : [`${mutant.name}: there is no ${mutant.test}`]),
  ]);
  expect(wrong).toEqual([]);
  expect(mutants.length).toBeGreaterThan(25);
});

test('no two mutants have one name', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});
