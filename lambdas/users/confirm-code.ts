// Asks for codes by mail, and does what a right code allows.
import { appKey } from '../shared/aws/secret.ts';
import type { Call } from '../shared/base/call.ts';
import { optionalEnv } from '../shared/base/env.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { startTask } from '../shared/messaging/invoke.ts';
import { CODE_SECONDS, hashOf, isSame } from './code.ts';
import { tryCode, useUpCode } from './code-store.ts';
import { bindings, type Purpose, tasks, userProblems } from './contract.ts';
import { endAllSessions } from './issue-session.ts';
import type { Profile } from './profile.ts';
import { findUser, markVerified, setPassword } from './store.ts';

/** `username`: an id or an e-mail address, which may be nobody's. Refuses with MAIL_NOT_SET_UP without a sender. */
export async function requestCode(
  purpose: Purpose,
  username: string,
  { correlationId }: Pick<Call, 'correlationId'>,
): Promise<{ validForSeconds: number }> {
  if (!optionalEnv(bindings.sendCode)) throw new Problem(userProblems.mailNotSetUp);
  await startTask(bindings.sendCode, tasks.sendCode, { purpose, username, correlationId });
  return { validForSeconds: CODE_SECONDS };
}

/** Refuses with CODE_WRONG, and NOT_FOUND for an account that was removed after the token was issued. */
export async function verifyEmail(userId: string, code: string, nowMs: number): Promise<void> {
  const user = await findUser(userId);
  if (!user) throw new Problem(problems.notFound, 'This account no longer exists.');
  await withCode('verifyEmail', user, code, nowMs, () => markVerified(userId));
}

/** Ends all sessions too. Refuses with CODE_WRONG, also for an address without an account, and WEAK_PASSWORD. */
export async function resetPassword(
  { email, code, password }: { readonly email: string; readonly code: string; readonly password: string },
  nowMs: number,
): Promise<void> {
  // Nobody's codes are looked for as well, which takes the same time.
  const user = (await findUser(email)) ?? { userId: 'nobody', email };
  await withCode('resetPassword', user, code, nowMs, async () => {
    await setPassword(user.userId, password);
    await endAllSessions(user.userId);
  });
}

/** The code is used up last: a try after a crash does everything again, and a weak password costs a try alone. */
async function withCode(
  purpose: Purpose,
  { userId, email }: Pick<Profile, 'userId' | 'email'>,
  code: string,
  nowMs: number,
  work: () => Promise<void>,
): Promise<void> {
  const hash = hashOf(await appKey('mailedCode'), { purpose, userId, email }, code);
  const expected = await tryCode(purpose, userId, nowMs);
  if (expected === undefined || !isSame(hash, expected)) throw new Problem(userProblems.codeWrong);
  await work();
  await useUpCode(purpose, userId, hash);
}
