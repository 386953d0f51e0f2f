// Finds entries of another system's collection for it. The system names the readers; it knows who asks.
import { searchTasks } from '../shared/base/search-tasks.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { collections } from './collections/wire-collections.ts';

export const handler = taskWorker(searchTasks.findEntries, ({ correlationId: _, ...asked }) =>
  collections().find(asked),
);
