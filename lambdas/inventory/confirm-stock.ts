// A step of the saga: sells what an order holds.
import { systemClock } from '../shared/base/clock.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { confirm } from './reservation.ts';
import { reservationStore } from './reservation-store.ts';

export const handler = taskWorker(tasks.confirmStock, ({ orderId }) =>
  confirm(reservationStore(), orderId, systemClock.nowMs()),
);
