// Task of the saga: see `tasks` in contract.ts.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { authorise } from './take-payment.ts';
import { ports } from './wire-ports.ts';

export const handler = taskWorker(tasks.authorisePayment, async (order) => ({
  outcome: await authorise(order, ports),
}));
