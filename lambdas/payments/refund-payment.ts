// Task of the saga: see `tasks` in contract.ts.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { refund } from './undo-payment.ts';
import { ports } from './wire-ports.ts';

export const handler = taskWorker(tasks.refundPayment, async (order) => ({ outcome: await refund(order, ports) }));
