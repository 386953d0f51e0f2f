// The arithmetic of the limit: what counts as the last minute, and how long to wait for one more request.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ratesOf, retryAfterSeconds, slidingCount, type Window } from './limiter.ts';

const MINUTE_MS = 60_000;
const INDEX = 29_921_760;
const START_MS = INDEX * MINUTE_MS;

/** The window an item holds at the subject's next request at `nowMs`, with no requests in between. */
function rolled(window: Window, nowMs: number): Window {
  const index = Math.floor(nowMs / MINUTE_MS);
  if (index === window.index) return window;
  return { index, current: 0, previous: index === window.index + 1 ? window.current : 0 };
}

describe('the rates of a limit', () => {
  const few = { perAccount: 3, perAddress: 3 };
  const many = { perAccount: 600, perAddress: 600 };
  const own = { name: 'greet', perAccount: 30, perAddress: 60 };

  test('that systems share are configured', () => {
    expect(ratesOf('write', { signIn: many, write: few, own: many })).toEqual({ name: 'write', ...few });
  });

  test('that a system declares are those, unless the target replaces them all', () => {
    expect(ratesOf(own, { signIn: few, write: few })).toEqual(own);
    expect(ratesOf(own, { signIn: few, write: few, own: many })).toEqual({ name: 'greet', ...many });
  });
});

describe('slidingCount', () => {
  test.each([
    [{ previous: 10, current: 0 }, 0, 10],
    [{ previous: 10, current: 3 }, 30_000, 8],
    [{ previous: 10, current: 3 }, 45_000, 5.5],
    [{ previous: 0, current: 7 }, 59_999, 7],
  ])('of %j after %s ms of its minute is %s', (counts, elapsedMs, count) => {
    expect(slidingCount({ index: INDEX, ...counts }, START_MS + elapsedMs)).toBeCloseTo(count, 9);
  });

  test('does not jump when a minute ends', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (current, previous) => {
        const window = { index: INDEX, current, previous };
        const endMs = START_MS + MINUTE_MS;
        expect(slidingCount(rolled(window, endMs), endMs)).toBeCloseTo(slidingCount(window, endMs), 9);
      }),
    );
  });
});

describe('retryAfterSeconds', () => {
  const asked = fc.record({
    limit: fc.integer({ min: 1, max: 1000 }),
    current: fc.integer({ min: 1, max: 3000 }),
    previous: fc.nat(3000),
    elapsedMs: fc.nat(MINUTE_MS - 1),
  });

  test('is enough: after that wait, one more request fits, if nobody else asks', () => {
    fc.assert(
      fc.property(asked, ({ limit, current, previous, elapsedMs }) => {
        const window = { index: INDEX, current, previous };
        const nowMs = START_MS + elapsedMs;
        const laterMs = nowMs + retryAfterSeconds(window, limit, nowMs) * 1000;
        expect(slidingCount(rolled(window, laterMs), laterMs) + 1).toBeLessThanOrEqual(limit);
      }),
      // A wait that ends exactly at the limit, where a sum of fractions comes out 1e-14 above it.
      { numRuns: 5000, examples: [[{ limit: 56, current: 75, previous: 80, elapsedMs: 59_000 }]] },
    );
  });

  test('is at least 1, at most 2 minutes, and whole', () => {
    fc.assert(
      fc.property(asked, ({ limit, current, previous, elapsedMs }) => {
        const seconds = retryAfterSeconds({ index: INDEX, current, previous }, limit, START_MS + elapsedMs);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(120);
      }),
    );
  });

  test('is no longer than needed: a second less would still be refused', () => {
    fc.assert(
      fc.property(asked, ({ limit, current, previous, elapsedMs }) => {
        const window = { index: INDEX, current, previous };
        const nowMs = START_MS + elapsedMs;
        const seconds = retryAfterSeconds(window, limit, nowMs);
        fc.pre(seconds > 1);
        const earlierMs = nowMs + (seconds - 1) * 1000;
        // Within rounding distance of the limit, either answer is right.
        expect(slidingCount(rolled(window, earlierMs), earlierMs) + 1).toBeGreaterThan(limit - 1e-6);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['two requests at once where one is allowed', { current: 2, previous: 0 }, 1, 0, 120],
    ['one too many in a quiet minute', { current: 11, previous: 0 }, 10, 30_000, 41],
    ['a full minute before', { current: 1, previous: 10 }, 10, 0, 12],
  ])('after %s asks for the exact wait', (_what, counts, limit, elapsedMs, seconds) => {
    expect(retryAfterSeconds({ index: INDEX, ...counts }, limit, START_MS + elapsedMs)).toBe(seconds);
  });
});
