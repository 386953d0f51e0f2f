// A step of the saga: holds an order's lines for ten minutes, all or none.
import { systemClock } from '../shared/base/clock.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { reserve } from './reservation.ts';
import { reservationStore } from './reservation-store.ts';

export const handler = taskWorker(tasks.reserveStock, (order) =>
  reserve(reservationStore(), order, systemClock.nowMs()),
);
