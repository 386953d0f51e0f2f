// Task of the saga: see `tasks` in contract.ts.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { refund } from './refund.ts';
import { ports } from './wiring.ts';

export const handler = taskWorker(tasks.refundPayment, async (order) => ({ outcome: await refund(order, ports) }));
