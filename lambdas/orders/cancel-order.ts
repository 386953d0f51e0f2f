// Requests of an order's owner: read it, and have it cancelled.
import { Problem, problems } from '../shared/base/problem.ts';
import { change } from './change.ts';
import { type Order, orderProblems } from './contract.ts';
import { requestCancel } from './decide.ts';
import { readHistory } from './event-store.ts';
import { fold, type OrderState } from './order.ts';
import { orderOf } from './views/view.ts';

const nothing = () => new Problem(problems.notFound, 'You have no such order.');

/** The caller's own order, read from its events, so never stale. NOT_FOUND if missing or another user's. */
export async function ownOrder(userId: string, orderId: string): Promise<Order> {
  const history = await readHistory(orderId);
  const state = fold(history);
  if (state?.userId !== userId) throw nothing();
  return orderOf(state, history);
}

/** Prevents the saga from committing; refuses with ORDER_NOT_CANCELLABLE once it has committed. Idempotent. */
export async function cancelOrder(userId: string, orderId: string, nowMs: number): Promise<OrderState> {
  const done = await change(orderId, nowMs, (state) => {
    if (state.userId !== userId) throw nothing();
    const events = requestCancel(state);
    if (!events) throw new Problem(orderProblems.notCancellable, 'A paid order can be returned but not cancelled.');
    return { events, value: undefined };
  });
  if (!done) throw nothing();
  return done.state;
}
