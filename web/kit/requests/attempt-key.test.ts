import { expect, test } from '@jest/globals';
import { createAttemptKeys } from './attempt-key.ts';

test('a retry of the same form repeats its key; another body, or the same after an answer, gets a new one', () => {
  let made = 0;
  const keys = createAttemptKeys(() => `key ${++made}`);
  expect([keys.keyFor({ url: 'a' }), keys.keyFor({ url: 'a' })]).toEqual(['key 1', 'key 1']);
  expect(keys.keyFor({ url: 'b' })).toBe('key 2');
  keys.settle();
  expect(keys.keyFor({ url: 'b' })).toBe('key 3');
});
