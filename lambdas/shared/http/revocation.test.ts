// An access token that was revoked is refused within ten seconds, and one that was issued later never is.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accessTokenSeconds } from '../base/contract.ts';
import { isRevoked, type Revocation, revocationOf } from '../base/revocation.ts';
import { revocationCheck } from './revocation.ts';

const START_MS = 1_795_000_000_400;
const second = (ms: number): number => Math.floor(ms / 1000);

/** A table with one user's revocation, a check of one instance, and how often it read. */
function world() {
  const table = new Map<string, Revocation>();
  const reads: string[] = [];
  const check = revocationCheck(async (userId) => {
    reads.push(userId);
    return table.get(userId);
  });
  const passes = (userId: string, issuedAt: number, nowMs: number): Promise<boolean> =>
    check.refuse({ userId, issuedAt }, nowMs).then(
      () => true,
      ({ message }) => message !== 'TOKEN_REVOKED',
    );
  return { table, reads, check, passes };
}

describe('a revocation', () => {
  test('covers every token issued up to its second and the one after, which the issuer’s clock may already show', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -5000, max: 1000 }), (nowMs, offset) => {
        expect(isRevoked(revocationOf('ada', nowMs), second(nowMs + offset))).toBe(true);
      }),
    );
    const { revokedBefore } = revocationOf('ada', START_MS);
    expect(isRevoked({ revokedBefore }, second(START_MS) + 2)).toBe(false);
    expect(isRevoked(undefined, 0)).toBe(false);
  });

  test('covers a token of the very millisecond', () => {
    expect(isRevoked({ revokedBefore: 5000 }, 5)).toBe(true);
    expect(isRevoked({ revokedBefore: 4999 }, 5)).toBe(false);
  });

  test('outlives every token that it covers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (nowMs) => {
        const { revokedBefore, expiration } = revocationOf('ada', nowMs);
        expect(expiration).toBeGreaterThanOrEqual(second(revokedBefore) + accessTokenSeconds);
      }),
    );
  });
});

describe('the check of an instance', () => {
  test('refuses a revoked token ten seconds after it last read, and not a read earlier', async () => {
    const { table, reads, passes } = world();
    const issuedAt = second(START_MS) - 60;
    expect(await passes('ada', issuedAt, START_MS)).toBe(true);
    table.set('ada', revocationOf('ada', START_MS));
    expect(await passes('ada', issuedAt, START_MS + 9_999)).toBe(true);
    expect(reads).toHaveLength(1);
    expect(await passes('ada', issuedAt, START_MS + 10_000)).toBe(false);
    expect(await passes('ada', issuedAt, START_MS + 19_999)).toBe(false);
    expect(reads).toHaveLength(2);
  });

  test('takes a token that was issued after the revocation, also from what it remembers', async () => {
    const { table, reads, passes } = world();
    table.set('ada', revocationOf('ada', START_MS));
    expect(await passes('ada', second(START_MS), START_MS)).toBe(false);
    expect(await passes('ada', second(START_MS) + 2, START_MS + 2000)).toBe(true);
    expect(reads).toHaveLength(1);
  });

  test('remembers each user apart, and asks again when told to', async () => {
    const { table, check, passes } = world();
    table.set('eve', revocationOf('eve', START_MS));
    expect(await passes('ada', 1, START_MS)).toBe(true);
    expect(await passes('eve', 1, START_MS)).toBe(false);
    table.set('ada', revocationOf('ada', START_MS));
    check.forget('ada');
    expect(await passes('ada', 1, START_MS)).toBe(false);
  });

  test('remembers a thousand users, whoever comes', async () => {
    const { reads, passes } = world();
    for (let i = 0; i <= 1000; i += 1) await passes(`user-${i}`, 1, START_MS);
    await passes('user-1000', 1, START_MS);
    expect(reads).toHaveLength(1001);
    await passes('user-0', 1, START_MS);
    expect(reads).toHaveLength(1002);
  });

  test('fails when the table does not answer, and asks again at the next request', async () => {
    let down = true;
    const check = revocationCheck(async () => {
      if (down) throw new Error('no table');
      return undefined;
    });
    const caller = { userId: 'ada', issuedAt: 1 };
    await expect(check.refuse(caller, START_MS)).rejects.toThrow('no table');
    down = false;
    await expect(check.refuse(caller, START_MS)).resolves.toBeUndefined();
  });
});
