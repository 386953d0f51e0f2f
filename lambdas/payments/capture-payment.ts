// Task of the saga: see `tasks` in contract.ts.
import { taskWorker } from '../shared/messaging/task.ts';
import { capture } from './capture.ts';
import { tasks } from './contract.ts';
import { ports } from './wiring.ts';

export const handler = taskWorker(tasks.capturePayment, async (order) => ({ outcome: await capture(order, ports) }));
