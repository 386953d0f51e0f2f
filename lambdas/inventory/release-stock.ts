// The undo of both steps: makes an order's units available again, whether held, sold or never taken.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { release } from './reservation.ts';
import { reservationStore } from './reservation-store.ts';

export const handler = taskWorker(tasks.releaseStock, ({ orderId }) => release(reservationStore(), orderId));
