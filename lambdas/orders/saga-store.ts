// Executions of the saga, unique by name: <order id> is the first, <order id>-2 the reconciler's first.

import { executionStatus, startExecution } from '../shared/aws/executions.ts';
import { env } from '../shared/base/env.ts';
import type { OrderState } from './order.ts';
import { bindings } from './resources.ts';

const nameOf = (orderId: string, attempt: number): string => (attempt === 1 ? orderId : `${orderId}-${attempt}`);

/** The saga's input: only those parts of an order that never change, so that one name always means one input. */
const inputOf = ({ orderId, userId, lines, totalCents, paymentMethod, correlationId }: OrderState, attempt: number) =>
  JSON.stringify({
    orderId,
    userId,
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
    amountCents: totalCents,
    paymentMethod,
    correlationId,
    attempt,
  });

/** Starts the saga unless it already started; throws when the name is taken with another input, which is a bug. */
export const startSaga = (state: OrderState, attempt: number) =>
  startExecution(env(bindings.sagaArn), nameOf(state.orderId, attempt), inputOf(state, attempt));

export const sagaStatus = (orderId: string, attempt: number) =>
  executionStatus(env(bindings.sagaArn), nameOf(orderId, attempt));
