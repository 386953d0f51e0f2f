// Which Idempotency-Key headers are accepted.
import { expect, test } from '@jest/globals';
import { idempotencyKey } from './idempotency.ts';

test('a key may be missing only where the route says so', () => {
  expect(idempotencyKey(undefined, false)).toBeUndefined();
  expect(() => idempotencyKey(undefined, true)).toThrow('IDEMPOTENCY_KEY_INVALID');
});

test.each(['a', '8e03978e-40d5-43dd-bc93-6894a57f9324', '!"#~', 'k'.repeat(255)])(
  'the key %j is taken as it is',
  (key) => {
    expect(idempotencyKey(key, true)).toBe(key);
    expect(idempotencyKey(key, false)).toBe(key);
  },
);

test.each(['', ' ', 'a b', 'a\n', '\ta', 'a\u007f', 'schlüssel', 'k'.repeat(256)])('refuses the key %j', (key) => {
  for (const required of [true, false]) {
    expect(() => idempotencyKey(key, required)).toThrow('IDEMPOTENCY_KEY_INVALID');
  }
});
