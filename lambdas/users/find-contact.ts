// How to write to a user: for services that send mail. No route leads here; only functions that are bound to it may call.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { findUser } from './store.ts';

export const handler = taskWorker(tasks.findContact, async ({ userId }) => {
  const user = await findUser(userId);
  if (!user) return { outcome: 'UNKNOWN' as const };
  return { outcome: 'FOUND' as const, email: user.email, displayName: user.displayName };
});
