// Mails a code to a user's address. Nobody waits for it, so that no answer tells whether there is such an account.
import { isNotSetUp, sendMail, warnNotSetUp } from '../shared/aws/mail.ts';
import { appKey } from '../shared/aws/secret.ts';
import { systemClock } from '../shared/base/clock.ts';
import { newCode, newId } from '../shared/base/ids.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { codeMail, hashOf } from './code.ts';
import { issueCode } from './code-store.ts';
import { tasks } from './contract.ts';
import { findUser } from './store.ts';

export const handler = taskWorker(tasks.sendCode, async ({ purpose, username, correlationId }) => {
  const user = await findUser(username);
  if (!user) return { outcome: 'UNKNOWN' as const };
  const code = newCode();
  const hash = hashOf(await appKey('mailedCode'), { purpose, ...user }, code);
  if (!(await issueCode(purpose, user.userId, hash, systemClock.nowMs()))) return { outcome: 'TOO_SOON' as const };
  try {
    await sendMail(user.email, codeMail(purpose, code), newId());
  } catch (error) {
    if (!isNotSetUp(error)) throw error;
    warnNotSetUp({ correlationId, userId: user.userId }, error);
    return { outcome: 'NOT_SET_UP' as const };
  }
  return { outcome: 'SENT' as const };
});
