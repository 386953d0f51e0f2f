// The one way an order changes: read, decide, append if nobody else did; who loses decides again on what is there then.
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { events } from './contract.ts';
import { append, readOrder } from './event-store.ts';
import { type Commit, fold, merchantsOf, type OrderEvent, type OrderState } from './order.ts';

/** A saga, its twin, a customer and the reconciler: more do not meet at one order. */
const MAX_TRIES = 8;

interface Change<Value> {
  readonly events: readonly OrderEvent[];
  readonly value: Value;
}

/** What was decided, once its events are kept; undefined when there is no such order. */
export async function change<Value>(
  orderId: string,
  nowMs: number,
  decision: (state: OrderState) => Change<Value>,
): Promise<{ state: OrderState; value: Value } | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const state = await readOrder(orderId);
    if (!state) return undefined;
    const { events: happened, value } = decision(state);
    if (happened.length === 0) return { state, value };
    const commit = { orderId, seq: state.seq + 1, atMs: nowMs, events: happened };
    const next = fold([commit], state) as OrderState;
    if (await append(commit, state, endEvent(next, commit))) return { state: next, value };
  }
  throw new Error(`Order ${orderId} changed ${MAX_TRIES} times under one decision`);
}

/** What others are told of an order's end, in the transaction that ends it. */
function endEvent(state: OrderState, { atMs, events: happened }: Commit) {
  const { orderId, userId, lines, totalCents, reason, correlationId } = state;
  const data = { orderId, userId, merchantIds: merchantsOf(lines), totalCents };
  const context = { nowMs: atMs, correlationId, operationId: orderId };
  if (happened.some(({ type }) => type === 'OrderConfirmed')) return outboxWrite(events.orderConfirmed, data, context);
  if (reason && happened.some(({ type }) => type === 'OrderCancelled'))
    return outboxWrite(events.orderCancelled, { ...data, reason }, context);
  return undefined;
}
