// The task `cart/checkout`: an order claims the lines of its customer's cart.
import { systemClock } from '../shared/base/clock.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { checkOut } from './change-cart.ts';
import { tasks } from './contract.ts';

export const handler = taskWorker(tasks.checkout, async ({ userId, orderId }) => {
  const lines = await checkOut(userId, orderId, systemClock.nowMs());
  return lines.length > 0 ? { outcome: 'CLAIMED' as const, lines: [...lines] } : { outcome: 'EMPTY' as const };
});
