import { expect, test } from '@jest/globals';
import { explain, Failure } from './failure.ts';

test('a failure is printed in two lines: the problem and the fix', () => {
  expect(explain(new Failure('Port taken', 'Free it.'))).toBe('✖ Port taken\n  Free it.');
});

test.each([
  Object.assign(new Error('write'), { code: 'ENOSPC' }),
  new Error('npm ci ended with 1: OSError: [Errno 28] No space left on device'),
])('a full disk is recognised in %s', (error) =>
  expect(explain(error)).toMatch(/^✖ The disk is full\n.*Free some space/),
);

test('anything else keeps its stack', () => expect(explain(new Error('bug'))).toContain('failure.test.ts'));
