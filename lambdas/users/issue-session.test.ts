// A sign-in or refresh right after a sign-out gives a token that the sign-out does not cover.
import { expect, test } from '@jest/globals';
import { isRevoked, revocationOf } from '../shared/base/revocation.ts';
import { issueSession } from './issue-session.ts';

const START_MS = 1_795_000_000_400;

const tokenAt = (issuedAt: number): string =>
  `h.${Buffer.from(JSON.stringify({ sub: 'ada', iat: issuedAt })).toString('base64url')}.s`;

/** An issuer whose clock is ahead of ours by so much, a revocation of START_MS, and a wait that moves the time. */
function world(aheadMs: number, revocation = revocationOf('ada', START_MS)) {
  const [issued, waits]: [number[], number[]] = [[], []];
  let nowMs = START_MS;
  const issue = async () => {
    const issuedAt = Math.floor((nowMs + aheadMs) / 1000);
    issued.push(issuedAt);
    return { accessToken: tokenAt(issuedAt), refreshToken: 'r', expiresInSeconds: 3600 };
  };
  const at = {
    find: async (userId: string) => (userId === revocation.userId ? revocation : undefined),
    wait: async (ms: number) => {
      waits.push(ms);
      nowMs += ms;
    },
  };
  return { revocation, issued, waits, session: () => issueSession(issue, at) };
}

test.each([
  ['no revocation', revocationOf('eve', START_MS)],
  ['one of a minute ago', revocationOf('ada', START_MS - 60_000)],
])('a user with %s waits for nothing', async (_, revocation) => {
  const { issued, waits, session } = world(0, revocation);
  expect((await session()).accessToken).toBe(tokenAt(issued[0] ?? 0));
  expect([issued.length, waits.length]).toEqual([1, 0]);
});

test.each([0, 300, 999, -300, -999])(
  'the clock of the issuer is %i ms ahead: the second token is not covered, after three seconds at most',
  async (ahead) => {
    const { revocation, issued, waits, session } = world(ahead);
    const { accessToken } = await session();
    const [first = 0, second = 0] = issued;
    expect(accessToken).toBe(tokenAt(second));
    expect([isRevoked(revocation, first), isRevoked(revocation, second)]).toEqual([true, false]);
    expect(waits).toEqual([expect.any(Number)]);
    expect(waits[0]).toBeLessThanOrEqual(3000);
  },
);

test('an issuer that lives in the past makes nobody wait longer', async () => {
  const { issued, waits, session } = world(-60_000);
  await session();
  expect([issued.length, waits]).toEqual([2, [3000]]);
});
