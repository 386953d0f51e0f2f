// Runs every minute, when a saga fails, and by hand: drives unfinished orders to their end and updates their views.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { sweep } from '../shared/base/waits/work-off.ts';
import { change } from './change.ts';
import { restart } from './decide.ts';
import { openOrders, readOrder } from './event-store.ts';
import { isTerminal, type OrderState } from './order.ts';
import { sagaStatus, startSaga } from './saga-store.ts';
import { showOrder } from './views/show-order.ts';

/** Younger orders are still in progress: their event, saga and rows need no help yet. */
const ON_ITS_WAY_MS = 15_000;
const PER_SHARD = 100;
const SWEEP = {
  mostMs: 45_000,
  atATime: 10,
  done: 'orders reconciled',
  failed: 'order not reconciled, will be retried',
  field: 'orderId',
};
/** After this many failed sagas of one order, an operator should look at it. */
const TOO_MANY_ATTEMPTS = 5;

/** The schedule's event, a state machine's status change (its name starts with the order id), or a manual call. */
interface Call {
  readonly orderId?: string;
  readonly detail?: { readonly name?: string };
}
type Outcome = 'shown' | 'running' | 'started' | 'restarted' | 'unknown';

export const handler = async ({ orderId, detail }: Call = {}) => {
  const startedMs = systemClock.nowMs();
  const one = orderId ?? detail?.name?.split('-')[0];
  const orderIds = one ? [one] : await openOrders(startedMs - ON_ITS_WAY_MS, PER_SHARD);
  return sweep(orderIds, { ...SWEEP, startedMs }, reconcile);
};

async function reconcile(orderId: string): Promise<Outcome> {
  const state = await readOrder(orderId);
  if (!state) return 'unknown';
  await showOrder(state);
  if (isTerminal(state)) return 'shown';
  const status = await sagaStatus(orderId, state.attempt);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'running';
  // The number is recorded before the saga starts. If a run dies in between, the next one starts the missing saga.
  if (status === undefined) return (await startSaga(state, state.attempt)) === 'started' ? 'started' : 'running';
  return again(state, state.attempt + 1);
}

async function again(state: OrderState, attempt: number): Promise<Outcome> {
  const done = await change(state.orderId, systemClock.nowMs(), (now) => ({
    events: restart(now, attempt),
    value: undefined,
  }));
  if (!done || isTerminal(done.state)) return 'shown';
  const { orderId, correlationId } = state;
  log(attempt > TOO_MANY_ATTEMPTS ? 'error' : 'warn', 'saga begins again', { orderId, correlationId, attempt });
  await startSaga(done.state, done.state.attempt);
  return 'restarted';
}
