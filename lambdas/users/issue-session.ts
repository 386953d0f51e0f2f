// Opens and renews sessions whose access token no revocation covers, and ends them all.
import { pause, systemClock } from '../shared/base/clock.ts';
import { coveredForSeconds } from '../shared/base/revocation.ts';
import { findRevocation, revokeTokens } from '../shared/http/revocation.ts';
import type { Session } from './contract.ts';
import { tokenOf } from './profile.ts';
import { endSessions } from './store.ts';

/** More than a revocation of this moment covers. */
const MOST_SECONDS = 3;

const ours = { find: findRevocation, wait: pause };

/**
 * A token issued in the seconds that a revocation covers cannot be told from those before it. It is thrown away, and
 * another is issued when they are over: right after a sign-out, a sign-in takes two seconds.
 */
export async function issueSession(issue: () => Promise<Session>, { find, wait } = ours): Promise<Session> {
  const session = await issue();
  const { userId, issuedAt } = tokenOf(session.accessToken);
  const seconds = coveredForSeconds(await find(userId), issuedAt);
  if (seconds === 0) return session;
  await wait(Math.min(seconds, MOST_SECONDS) * 1000);
  return issue();
}

/** The refresh tokens end first: one that still worked after the revocation would give a token that it does not cover. */
export async function endAllSessions(userId: string): Promise<void> {
  await endSessions(userId);
  await revokeTokens(userId, systemClock.nowMs());
}
