// Every minute, when a saga ends badly, and by hand: what is not at its end is driven there, what is not shown is shown.
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { change } from './change.ts';
import { restart } from './decide.ts';
import { openOrders, readOrder } from './event-store.ts';
import { isTerminal, type OrderState } from './order.ts';
import { sagaStatus, startSaga } from './saga-store.ts';
import { showOrder } from './show-order.ts';

/** Until then an order is on its way: its event, its saga and its rows come by themselves. */
const ON_ITS_WAY_MS = 15_000;
const PER_SHARD = 100;
const AT_ONCE = 10;
/** That many sagas of one order have failed: a person should look at it. */
const TOO_MANY_ATTEMPTS = 5;

/** The schedule's event, a state machine's change of status (its name begins with the order id), or `{orderId}` by hand. */
interface Call {
  readonly orderId?: string;
  readonly detail?: { readonly name?: string };
}
type Outcome = 'shown' | 'running' | 'started' | 'restarted' | 'failed' | 'unknown';

export const handler = async ({ orderId, detail }: Call = {}): Promise<Partial<Record<Outcome, number>>> => {
  const startedMs = systemClock.nowMs();
  const one = orderId ?? detail?.name?.split('-')[0];
  const orderIds = one ? [one] : await openOrders(startedMs - ON_ITS_WAY_MS, PER_SHARD);
  const counts: Partial<Record<Outcome, number>> = {};
  for (let first = 0; first < orderIds.length; first += AT_ONCE)
    for (const outcome of await Promise.all(orderIds.slice(first, first + AT_ONCE).map(reconcile)))
      counts[outcome] = (counts[outcome] ?? 0) + 1;
  log('info', 'orders reconciled', { ...counts, durationMs: systemClock.nowMs() - startedMs });
  return counts;
};

const reconcile = (orderId: string): Promise<Outcome> =>
  drive(orderId).catch((error: unknown) => {
    log('error', 'order not reconciled, comes again', { orderId }, error);
    return 'failed';
  });

async function drive(orderId: string): Promise<Outcome> {
  const state = await readOrder(orderId);
  if (!state) return 'unknown';
  await showOrder(state);
  if (isTerminal(state)) return 'shown';
  const status = await sagaStatus(orderId, state.attempt);
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'running';
  // Its number is noted before it begins; a run that dies between the two finds it missing, and begins it under that number.
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
