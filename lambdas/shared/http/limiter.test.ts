// The arithmetic of the limit: what counts as the last minute, and how long to wait for one more request.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ratesOf, retryAfterSeconds, slidingCount, subjectsOf, type Window } from './limiter.ts';

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

describe('what a request counts under', () => {
  const rates = { name: 'signIn', perAccount: 10, perAddress: 30 };
  /** A minute of requests; each answers whether it passed. */
  const minute = () => {
    const counts = new Map<string, number>();
    return (address: string, account: { signedIn?: string; named?: string }): boolean =>
      subjectsOf(rates, address, account).every(([subject, limit]) => {
        const count = (counts.get(subject) ?? 0) + 1;
        counts.set(subject, count);
        return count <= limit;
      });
  };
  const passed = (times: number, ask: () => boolean): number =>
    Array.from({ length: times }, ask).filter(Boolean).length;

  test('one who guesses at an account does not lock its owner out, and gets no further than before', () => {
    const ask = minute();
    const owner = { named: 'ada@example.com' };
    expect(passed(1000, () => ask('192.0.2.1', owner))).toBe(10);
    expect(passed(10, () => ask('198.51.100.1', owner))).toBe(10);
  });

  test('nine who guess at their full rate do not either, and all guesses together are bounded', () => {
    const ask = minute();
    const owner = { named: 'ada@example.com' };
    for (let i = 1; i < 10; i += 1) expect(passed(1000, () => ask(`192.0.2.${i}`, owner))).toBe(10);
    expect(passed(10, () => ask('198.51.100.1', owner))).toBe(10);
    expect(passed(1000, () => ask('192.0.2.200', owner))).toBe(0);
  });

  test('one address guesses at many accounts no more often than its own limit', () => {
    const ask = minute();
    let i = 0;
    const askForNext = (): boolean => {
      i += 1;
      return ask('192.0.2.1', { named: `x-${i}@example.com` });
    };
    expect(passed(1000, askForNext)).toBe(30);
  });

  test('a signed-in account has one count, wherever it signs in, and its body’s e-mail is not counted', () => {
    const ask = minute();
    const account = { signedIn: 'user-1', named: 'ada@example.com' };
    expect(passed(6, () => ask('192.0.2.1', account)) + passed(6, () => ask('192.0.2.2', account))).toBe(10);
    expect(passed(10, () => ask('192.0.2.3', { named: 'ada@example.com' }))).toBe(10);
  });

  test('an anonymous request that names nobody counts under its address only', () => {
    const ask = minute();
    expect([passed(40, () => ask('192.0.2.1', {})), passed(40, () => ask('192.0.2.2', {}))]).toEqual([30, 30]);
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
