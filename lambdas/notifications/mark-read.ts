// Marks notifications as read: one, or all unread ones.
import { inChunks } from '../shared/base/chunks.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import { markRead, unreadOf } from './store.ts';

/** Refuses with NOT_FOUND if missing or another user's. */
export async function read(userId: string, notificationId: string, nowMs: number): Promise<void> {
  if (!(await markRead(userId, notificationId, nowMs)))
    throw new Problem(problems.notFound, 'You have no such notification.');
}

const READ_AT_ONCE = 25;
const MAX_READ = 500;

/** Marks the currently unread notifications, at most the newest 500. */
export async function readAll(userId: string, nowMs: number): Promise<{ read: number; more: boolean }> {
  const ids = await unreadOf(userId, MAX_READ + 1);
  const wanted = ids.slice(0, MAX_READ);
  await inChunks(wanted, READ_AT_ONCE, (id) => markRead(userId, id, nowMs));
  return { read: wanted.length, more: ids.length > MAX_READ };
}
