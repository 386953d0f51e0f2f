// How an attempt changes a delivery and its webhook, with injected time and jitter.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { resultOf, standingOf } from './attempt.ts';
import type { Outcome } from './call.ts';

const HOUR = 3_600_000;
const on = { enabled: true };
const patience = { failures: 20, forSeconds: 6 * 3600 };
const delivery = { tries: 0, startedAtMs: 0 };
const longest = (capMs: number) => capMs;

describe('a delivery', () => {
  test.each([200, 201, 204, 299])('is delivered by %d', (status) => {
    expect(resultOf(delivery, on, { status }, 1000)).toEqual({
      status: 'DELIVERED',
      tries: 0,
      responseStatus: status,
      error: null,
      lastAttemptAtMs: 1000,
    });
  });

  test.each([100, 199, 300, 302, 400, 404, 411, 429, 500, 599])(
    'is not delivered by %d: it is tried again',
    (status) => {
      expect(resultOf(delivery, on, { status }, 1000, longest)).toMatchObject({
        status: 'PENDING',
        tries: 1,
        dueAtMs: 6000,
        responseStatus: status,
      });
    },
  );

  test('fails once its 24 hours are over, and at once for a webhook that is off or gone', () => {
    const error = 'the connection was refused';
    expect(resultOf({ tries: 30, startedAtMs: 0 }, on, { error }, 24 * HOUR)).toMatchObject({
      status: 'FAILED',
      error,
    });
    expect(resultOf(delivery, { enabled: false }, undefined, 0)).toMatchObject({
      status: 'FAILED',
      error: 'the webhook is disabled',
    });
    expect(resultOf(delivery, undefined, undefined, 0)).toMatchObject({ error: 'the webhook was deleted' });
    // An accepted delivery is delivered, even if the webhook was disabled during the call.
    expect(resultOf(delivery, { enabled: false }, { status: 200 }, 0)).toMatchObject({ status: 'DELIVERED' });
  });
});

describe('Retry-After', () => {
  const DAY = 24 * HOUR;
  const nowMs = Date.parse('2026-03-01T08:00:00Z');
  const begun = { tries: 0, startedAtMs: nowMs };
  const waitOf = (retryAfter: string | undefined, status = 503): number =>
    (resultOf(begun, on, { status, retryAfter }, nowMs, longest).dueAtMs ?? Number.NaN) - nowMs;

  test.each([
    ['120', 120_000],
    ['86400', DAY],
    ['Sun, 01 Mar 2026 09:00:00 GMT', HOUR],
    ['Sunday, 01-Mar-26 09:00:00 GMT', HOUR],
    ['Sun Mar  1 09:00:00 2026', HOUR],
  ])('%j puts the next attempt off', (retryAfter, expected) => {
    expect(waitOf(retryAfter)).toBe(expected);
    expect(waitOf(retryAfter, 429)).toBe(expected);
    expect(waitOf(retryAfter, 404)).toBe(expected);
  });

  test.each(['172800', '99999999999999999999999', '9'.repeat(400), 'Mon, 01 Mar 2027 09:00:00 GMT'])(
    '%j leaves the last attempt at the end of the day',
    (retryAfter) => {
      expect(waitOf(retryAfter)).toBe(DAY);
    },
  );

  test.each([
    undefined,
    '',
    '0',
    '1',
    '-5',
    '1.5',
    '0x10',
    '1e9',
    'soon',
    'Soon, 2099',
    '2099-01-01T00:00:00Z',
    'Sun, 01 Mar 2020 09:00:00 GMT',
    '120, 240',
  ])('%j changes nothing', (retryAfter) => {
    expect(waitOf(retryAfter)).toBe(5000);
  });

  test('never makes a wait shorter, and adds no attempt at the end', () => {
    const late = { tries: 20, startedAtMs: nowMs };
    expect(resultOf(late, on, { status: 503, retryAfter: '1' }, nowMs, longest).dueAtMs).toBe(nowMs + 4 * HOUR);
    expect(resultOf(late, on, { status: 503, retryAfter: '60' }, nowMs + DAY, longest).status).toBe('FAILED');
  });
});

test('410 ends the delivery and disables the webhook at once, whatever it took before', () => {
  const gone: Outcome = { status: 410, retryAfter: '60' };
  expect(resultOf(delivery, on, gone, 1000)).toEqual({
    status: 'FAILED',
    tries: 1,
    responseStatus: 410,
    error: null,
    lastAttemptAtMs: 1000,
  });
  for (const failures of [0, 7])
    expect(standingOf({ failures }, gone, patience, 1000)).toEqual({
      failures: failures + 1,
      failingSinceMs: 1000,
      disabledReason: 'it answered 410, gone for good.',
    });
});

describe('a webhook', () => {
  test('needs no write while it takes what comes, and forgets its failures with the first it takes again', () => {
    expect(standingOf({ failures: 0 }, { status: 200 }, patience, 0)).toBeUndefined();
    expect(standingOf({ failures: 7, failingSinceMs: 1 }, { status: 200 }, patience, 9)).toEqual({ failures: 0 });
  });

  test('is switched off after 20 failures in a row over 6 hours, and by neither alone', () => {
    const bad: Outcome = { status: 503 };
    const at = (failures: number, hours: number) =>
      standingOf({ failures, failingSinceMs: 0 }, bad, patience, hours * HOUR)?.disabledReason;
    expect([at(19, 5.99), at(18, 24), at(0, 0)]).toEqual([undefined, undefined, undefined]);
    expect(at(19, 6)).toBe(
      'it failed 20 consecutive times since 1970-01-01T00:00:00.000Z, most recently because it answered 503.',
    );
  });

  test('is off only when both have been reached since it last took one, whatever the order of answers', () => {
    const step = fc.record({ taken: fc.boolean(), waitMs: fc.nat(2 * HOUR) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let webhook: { failures: number; failingSinceMs?: number } = { failures: 0 };
        let [nowMs, inARow, sinceMs] = [0, 0, 0];
        for (const { taken, waitMs } of steps) {
          nowMs += waitMs;
          const standing = standingOf(webhook, taken ? { status: 200 } : { error: 'x' }, patience, nowMs);
          if (taken) inARow = 0;
          else {
            sinceMs = inARow === 0 ? nowMs : sinceMs;
            inARow += 1;
          }
          const hopeless = !taken && inARow >= 20 && nowMs - sinceMs >= 6 * HOUR;
          expect(standing?.disabledReason !== undefined).toBe(hopeless);
          if (hopeless) return;
          if (standing) webhook = standing;
          expect(webhook.failures).toBe(inARow);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
