import { expect, test } from '@jest/globals';
import { faultKinds, faultNames } from '../../lambdas/shared/base/faults/fault-kinds.ts';
import { Failure } from '../../localstack/failure.ts';
import { describe, wishOf } from './fault.ts';

test.each([
  ['off', { kind: 'off' }],
  ['fail', { kind: 'fail' }],
  ['fail for 30s', { kind: 'fail', seconds: 30 }],
  ['fail 3 times', { kind: 'fail', times: 3 }],
  ['fail 1 time for 5s', { kind: 'fail', times: 1, seconds: 5 }],
  ['slow 2s', { kind: 'slow', delayMs: 2000 }],
  ['slow 250ms for 60s', { kind: 'slow', delayMs: 250, seconds: 60 }],
])('%s', (words, wish) => {
  expect(wishOf(words.split(' '))).toEqual(wish);
});

test.each(['', 'burn', 'slow', 'slow 9s', 'slow 2s for 2h', 'fail 0 times', 'fail 2s', 'off for 5s', 'slow 3 times'])(
  'refuses: %s',
  (words) => {
    expect(() => wishOf(words.split(' '))).toThrow(Failure);
  },
);

test('says what is on and how much longer', () => {
  const item = { id: 'fault', untilMs: 61_000, expiration: 61 };
  expect(describe({ ...item, kind: 'slow', delayMs: 2500 }, 1000)).toBe('slow 2.5 s, 60 s more');
  expect(describe({ ...item, kind: 'fail', timesLeft: 3 }, 1000)).toBe('fail, 3 times more, 60 s more');
});

test.each(faultNames.flatMap((kind) => faultKinds[kind].typed.map((typed) => ({ kind, typed }))))(
  'understands the example $typed of its help',
  ({ kind, typed }) => {
    const words = typed.replace(/ \(.*\)$/, '').split(' ');
    expect(wishOf([...words, 'for', '30s'])).toMatchObject({ kind, seconds: 30 });
  },
);
