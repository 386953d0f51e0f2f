// Ordering a cart: the cart hands its lines to an order whose id derives from the operation, so a retry finds it.
import { createHash } from 'node:crypto';
import { tasks as cartTasks } from '../cart/contract.ts';
import type { Call } from '../shared/base/call.ts';
import { Problem } from '../shared/base/problem.ts';
import { toBase62 } from '../shared/base/text/base62.ts';
import { invokeTask } from '../shared/messaging/invoke.ts';
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { events, orderProblems } from './contract.ts';
import { append, readOrder } from './event-store.ts';
import { fold, type OrderEvent, type OrderState } from './order.ts';
import { bindings } from './resources.ts';

const ID_LENGTH = 20;

/** 119 bits of the operation's id. */
export function orderIdOf(operationId: string): string {
  const number = BigInt(`0x${createHash('sha256').update(`order#${operationId}`).digest('hex')}`);
  return toBase62(number % 62n ** BigInt(ID_LENGTH), ID_LENGTH);
}

/** The order of this operation, placed now or by an earlier attempt; refuses with CART_EMPTY. */
export async function placeOrder(
  userId: string,
  paymentMethod: string,
  { nowMs, operationId, correlationId }: Call,
): Promise<OrderState> {
  const orderId = orderIdOf(operationId);
  // Check before reading the cart: its current lines may be meant for another order.
  const placed = await readOrder(orderId);
  if (placed) return placed;
  const claim = await invokeTask(bindings.checkout, cartTasks.checkout, { userId, orderId, correlationId });
  if (claim.outcome === 'EMPTY') throw new Problem(orderProblems.cartEmpty);
  const event: OrderEvent = { type: 'OrderPlaced', userId, lines: claim.lines, paymentMethod, correlationId };
  const commit = { orderId, seq: 1, atMs: nowMs, events: [event] };
  const told = outboxWrite(events.orderPlaced, { orderId, userId }, { nowMs, correlationId, operationId: orderId });
  const isNew = await append(commit, undefined, told);
  const state = isNew ? fold([commit]) : await readOrder(orderId);
  if (!state) throw new Error(`Order ${orderId} was not placed and does not exist`);
  return state;
}
