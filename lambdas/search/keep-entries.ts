// Keeps the entries of another system's collection, and fills it anew.
import { searchTasks } from '../shared/base/search-tasks.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { collections } from './collections/wire-collections.ts';

export const handler = taskWorker(searchTasks.keepEntries, async ({ collection, work }) => {
  if (work.step === 'BEGIN') return { old: [...(await collections().begin(collection))] };
  if (work.step === 'END') await collections().end(collection, work.old);
  else await collections().put(collection, work.entries);
  return {};
});
