// The only way to change an order: read, decide, append if no other write came first; the loser starts over.
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { events } from './contract.ts';
import { append, readOrder } from './event-store.ts';
import { type Commit, fold, merchantsOf, type OrderEvent, type OrderState } from './order.ts';

interface Change<Value> {
  readonly events: readonly OrderEvent[];
  readonly value: Value;
}

/** Returns the decision once its events are stored; undefined when there is no such order. */
export const change = <Value>(
  orderId: string,
  nowMs: number,
  decision: (state: OrderState) => Change<Value>,
): Promise<{ state: OrderState; value: Value } | undefined> =>
  retryOnConflict(`order ${orderId}`, async () => {
    const state = await readOrder(orderId);
    if (!state) return undefined;
    const { events: happened, value } = decision(state);
    if (happened.length === 0) return { state, value };
    const commit = { orderId, seq: state.seq + 1, atMs: nowMs, events: happened };
    const next = fold([commit], state) as OrderState;
    return (await append(commit, state, endEvent(next, commit))) ? { state: next, value } : CONFLICT;
  });

/** The event that announces an order's end, written in the transaction that ends it. */
function endEvent(state: OrderState, { atMs, events: happened }: Commit) {
  const { orderId, userId, lines, totalCents, reason, correlationId } = state;
  const data = { orderId, userId, merchantIds: merchantsOf(lines), totalCents };
  const context = { nowMs: atMs, correlationId, operationId: orderId };
  if (happened.some(({ type }) => type === 'OrderConfirmed')) return outboxWrite(events.orderConfirmed, data, context);
  if (reason && happened.some(({ type }) => type === 'OrderCancelled'))
    return outboxWrite(events.orderCancelled, { ...data, reason }, context);
  return undefined;
}
