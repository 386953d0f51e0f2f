// How to write to a user: for services that send mail. No route leads here; only functions that are bound to it may call.
import { taskWorker } from '../shared/task.ts';
import { tasks } from './contract.ts';
import { findUser } from './store.ts';

export const handler = taskWorker(tasks.findContact, async ({ userId }) => {
  const user = await findUser(userId);
  return user ? { outcome: 'FOUND', email: user.email, displayName: user.displayName } : { outcome: 'UNKNOWN' };
});
