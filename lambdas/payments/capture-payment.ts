// Task of the saga: see `tasks` in contract.ts.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { capture } from './take-payment.ts';
import { ports } from './wire-ports.ts';

export const handler = taskWorker(tasks.capturePayment, async (order) => ({ outcome: await capture(order, ports) }));
