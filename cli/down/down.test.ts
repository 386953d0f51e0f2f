// What needs no emulator: the order of stacks, and where the account's id comes from. The rest: test/local/platform.
import { expect, test } from '@jest/globals';
import { nextOf } from './destroy.ts';
import { askedFor } from './down.ts';
import type { LiveStack } from './found.ts';

const stack = (name: string, exports: readonly string[], imports: readonly string[]): LiveStack => ({
  arn: name,
  name,
  resources: [],
  exports,
  imports,
});

test('a stack goes after those that import from it', () => {
  const [base, middle, top] = [stack('base', ['a'], []), stack('middle', ['b'], ['a']), stack('top', [], ['a', 'b'])];
  const all = [base, middle, top];
  expect(nextOf(all, all)).toBe(top);
  expect(nextOf([base, middle], [base, middle])).toBe(middle);
  // One that could not be destroyed keeps those it imports from, and nothing is next.
  expect(nextOf([base, middle], all)).toBeUndefined();
});

test('a script gives the account, because it has no terminal to be asked on', async () => {
  const isTty = process.stdin.isTTY;
  process.stdin.isTTY = false;
  try {
    expect(await askedFor('123456789012')).toBe('123456789012');
    await expect(askedFor(undefined)).rejects.toThrow('The account is not given');
  } finally {
    process.stdin.isTTY = isTty;
  }
});
