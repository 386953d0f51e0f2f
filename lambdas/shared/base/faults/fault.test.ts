import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { FaultWish, faultItem, isOn } from './fault.ts';
import { faultKinds, faultNames } from './fault-kinds.ts';

const nowMs = 1_000_000;

test('ends by itself: after what was asked for, a minute, or ten for so many failures', () => {
  const seconds = (wish: FaultWish) => ((faultItem(wish, nowMs)?.untilMs ?? 0) - nowMs) / 1000;
  expect(seconds({ kind: 'fail', seconds: 5 })).toBe(5);
  expect(seconds({ kind: 'slow', delayMs: 100 })).toBe(60);
  expect(seconds({ kind: 'fail', times: 3 })).toBe(600);
  const item = faultItem({ kind: 'fail', times: 1 }, nowMs);
  expect([isOn(item, nowMs + 599_999), isOn(item, nowMs + 600_000), isOn(undefined, nowMs)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(item && isOn({ ...item, timesLeft: 0 }, nowMs)).toBe(false);
  expect(faultItem({ kind: 'off' }, nowMs)).toBeUndefined();
});

test.each([
  { kind: 'slow' },
  { kind: 'slow', delayMs: 9000 },
  { kind: 'fail', delayMs: 10 },
  { kind: 'slow', delayMs: 10, times: 2 },
  { kind: 'off', times: 2 },
  { kind: 'fail', seconds: 7200 },
  { kind: 'burn' },
])('refuses %j', (wish) => {
  expect(z.safeParse(FaultWish, wish).success).toBe(false);
});

test.each(faultNames)('%s is what the console asks for', (name) => {
  const wish = { ...faultKinds[name].wish, seconds: 60 };
  expect(FaultWish.parse(wish)).toEqual(wish);
  expect(faultItem(FaultWish.parse(wish), nowMs)).toMatchObject({ kind: name, untilMs: nowMs + 60_000 });
});
