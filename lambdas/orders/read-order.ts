// Answers services that received an order's event and ask for details: the order as its owner sees it.
import { taskWorker } from '../shared/messaging/task.ts';
import { tasks } from './contract.ts';
import { readHistory } from './event-store.ts';
import { fold } from './order.ts';
import { orderOf } from './views/view.ts';

export const handler = taskWorker(tasks.readOrder, async ({ orderId }) => {
  const history = await readHistory(orderId);
  const state = fold(history);
  if (!state) return { outcome: 'UNKNOWN' as const };
  return { outcome: 'FOUND' as const, userId: state.userId, order: orderOf(state, history) };
});
