// Finds a user's contact details for services that send mail. It has no route; only functions bound to it may call it.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { findUser } from './store.ts';

export const handler = taskWorker(tasks.findContact, async ({ userId }) => {
  const user = await findUser(userId);
  if (!user) return { outcome: 'UNKNOWN' as const };
  return { outcome: 'FOUND' as const, email: user.email, displayName: user.displayName };
});
