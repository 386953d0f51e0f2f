// Task of the saga: see `tasks` in contract.ts.
import { taskWorker } from '../shared/messaging/task.ts';
import { authorise } from './authorise.ts';
import { tasks } from './contract.ts';
import { ports } from './wiring.ts';

export const handler = taskWorker(tasks.authorisePayment, async (order) => ({
  outcome: await authorise(order, ports),
}));
