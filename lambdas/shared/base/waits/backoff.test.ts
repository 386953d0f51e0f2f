// The retry schedule, with injected time and jitter.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Backoff, nextTryMs } from './backoff.ts';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const backoff: Backoff = { firstMs: 5 * SECOND, capMs: 4 * HOUR, giveUpAfterMs: 24 * HOUR };

/**
 * Every wait in seconds when each random draw is the given fraction of the longest wait and each attempt fails at once.
 */
function waits(part: number): number[] {
  const all: number[] = [];
  let nowMs = 1_000_000;
  const startedAtMs = nowMs;
  for (let tries = 1; tries < 10_000; tries += 1) {
    const next = nextTryMs(backoff, tries, startedAtMs, nowMs, (capMs) => Math.floor(capMs * part));
    if (next === undefined) return all;
    all.push((next - nowMs) / SECOND);
    nowMs = next;
  }
  throw new Error('the schedule does not end');
}

test('the longest waits double from 5 s to 4 h, and the last try is 24 h after the start', () => {
  const longest = waits(1);
  expect(longest.slice(0, 13)).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 14400]);
  expect(longest.reduce((sum, wait) => sum + wait, 0)).toBe(24 * 3600);
  expect(longest).toHaveLength(17);
});

test('with draws in the middle there are 23 tries after the first, again 24 h in all', () => {
  const middle = waits(0.5);
  expect(middle).toHaveLength(23);
  expect(middle.reduce((sum, wait) => sum + wait, 0)).toBe(24 * 3600);
});

test('whatever the draws and delays: never in the past, never later than the longest wait or the end, and it does end', () => {
  const draw = fc.double({ min: 0.01, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(draw, fc.nat(10_000)), { minLength: 3000, maxLength: 3000 }), (steps) => {
      let nowMs = 0;
      for (const [i, [part, lateMs]] of steps.entries()) {
        const next = nextTryMs(backoff, i + 1, 0, nowMs, (capMs) => Math.floor(capMs * part));
        if (next === undefined) {
          expect(nowMs).toBeGreaterThanOrEqual(backoff.giveUpAfterMs);
          return;
        }
        expect(next).toBeGreaterThanOrEqual(nowMs);
        expect(next - nowMs).toBeLessThanOrEqual(backoff.capMs);
        expect(next).toBeLessThanOrEqual(backoff.giveUpAfterMs);
        nowMs = next + lateMs;
      }
      throw new Error('it does not end');
    }),
    { numRuns: 1000 },
  );
});

test('waits spread over all of their range: no two callers that failed together come together', () => {
  const draws = Array.from({ length: 200 }, () => nextTryMs(backoff, 10, 0, 0) ?? 0);
  expect(new Set(draws).size).toBeGreaterThan(190);
  expect(Math.min(...draws)).toBeLessThan(0.2 * 2560 * SECOND);
  expect(Math.max(...draws)).toBeGreaterThan(0.8 * 2560 * SECOND);
});
