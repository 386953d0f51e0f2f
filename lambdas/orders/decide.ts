// Every decision about an order: the events a command adds to its state. Pure. The store writes them only if no other
// write came first, and the loser decides again, so a race of cancel and commit is settled here alone.

import { LEASE_MS } from '../inventory/contract.ts';
import { isTerminal, type OrderEvent, type OrderState, type Reversal, type Undo, undoable } from './order.ts';
import type { CancelReason } from './schemas.ts';

/** A report of the saga. `atMs` is the time of the report. */
export type Command =
  /** A new execution after the saga's last one was lost. */
  | { readonly step: 'RESUME' }
  | { readonly step: 'RESERVED' }
  /** Payment authorised and stock confirmed: may the order be fulfilled? The pivot. */
  | { readonly step: 'COMMIT' }
  | { readonly step: 'CAPTURED' }
  | {
      readonly step: 'CANCEL';
      readonly reason: CancelReason;
      readonly undo: readonly Undo[];
      readonly productIds?: readonly string[] | undefined;
    }
  | { readonly step: 'REVERSED'; readonly outcome: Reversal }
  | { readonly step: 'CANCELLED'; readonly undone: readonly Undo[] };

/** The saga's next step: go on, cancel for a reason, undo its effects, or end because the order has. */
export type Verdict =
  | { readonly outcome: 'GO_ON' }
  | { readonly outcome: 'CANCEL'; readonly reason: CancelReason }
  | { readonly outcome: 'UNDO'; readonly undo: readonly Undo[] }
  | { readonly outcome: 'CONFIRMED' }
  | { readonly outcome: 'CANCELLED' };

export interface Decision {
  readonly events: readonly OrderEvent[];
  readonly verdict: Verdict;
}

/** An order is reserved after it is placed, so its stock is still leased when it is committed within this time. */
export const COMMIT_WITHIN_MS = LEASE_MS;

const goOn: Verdict = { outcome: 'GO_ON' };
const only = (verdict: Verdict): Decision => ({ events: [], verdict });

export function decide(state: OrderState, command: Command, nowMs: number): Decision {
  switch (command.step) {
    case 'RESUME':
    case 'RESERVED':
    case 'COMMIT':
      return advance(state, command.step, nowMs);
    case 'CAPTURED':
      if (state.phase === 'PLACED' || state.phase === 'RESERVED')
        throw new Error(`Order ${state.orderId} was captured but never committed`);
      return state.phase === 'COMMITTED'
        ? { events: [{ type: 'PaymentCaptured' }, { type: 'OrderConfirmed' }], verdict: { outcome: 'CONFIRMED' } }
        : only(ended(state) ?? goOn);
    case 'CANCEL':
      return startCancellation(state, command);
    case 'REVERSED': {
      const isNews = state.phase === 'CANCELLING' && !state.reversed && command.outcome !== 'NOTHING';
      return { events: isNews ? [{ type: 'PaymentReversed', outcome: command.outcome }] : [], verdict: goOn };
    }
    case 'CANCELLED':
      return endCancellation(state, command.undone);
  }
}

/** The verdict of an ended or ending order for a saga that wants to go on. */
function ended({ phase, reason = 'TIMED_OUT' }: OrderState): Verdict | undefined {
  if (phase === 'CONFIRMED') return { outcome: 'CONFIRMED' };
  // Applies to a cancelled order too: a late saga undoes its own effects.
  return phase === 'CANCELLING' || phase === 'CANCELLED' ? { outcome: 'CANCEL', reason } : undefined;
}

function advance(state: OrderState, step: 'RESUME' | 'RESERVED' | 'COMMIT', nowMs: number): Decision {
  const end = ended(state);
  if (end) return only(end);
  if (state.phase === 'COMMITTED') return only(goOn);
  const events: OrderEvent[] = [];
  if (step !== 'RESUME' && state.phase === 'PLACED') events.push({ type: 'StockReserved' });
  if (step === 'COMMIT' && !state.authorised) events.push({ type: 'PaymentAuthorised' }, { type: 'StockConfirmed' });
  if (state.cancelRequested) return { events, verdict: { outcome: 'CANCEL', reason: 'CUSTOMER_CANCELLED' } };
  if (nowMs - state.placedAtMs > COMMIT_WITHIN_MS)
    return { events, verdict: { outcome: 'CANCEL', reason: 'TIMED_OUT' } };
  if (step === 'COMMIT') events.push({ type: 'OrderCommitted' });
  return { events, verdict: goOn };
}

function startCancellation(
  state: OrderState,
  { reason, undo, productIds }: Command & { readonly step: 'CANCEL' },
): Decision {
  if (state.phase === 'CONFIRMED') return only({ outcome: 'CONFIRMED' });
  // Every undo is idempotent and safe even if the step never ran, so we run the union of what both sagas ask. After a
  // restart we undo everything: the saga that cancels cannot know what the other one is doing or has yet to do.
  const all = undoable.filter((one) => undo.includes(one) || state.undo.includes(one) || state.attempt > 1);
  const verdict: Verdict = { outcome: 'UNDO', undo: all };
  if (state.phase === 'CANCELLING' || state.phase === 'CANCELLED') return only(verdict);
  const started: OrderEvent = {
    type: 'CancellationStarted',
    // The customer was told that the order is cancelled on request, so that reason wins over a simultaneous failure.
    reason: state.cancelRequested ? 'CUSTOMER_CANCELLED' : reason,
    undo: all,
    ...(productIds && productIds.length > 0 && { productIds }),
  };
  return { events: [started], verdict };
}

function endCancellation(state: OrderState, undone: readonly Undo[]): Decision {
  if (state.phase === 'CONFIRMED') throw new Error(`Order ${state.orderId} was confirmed and then compensated`);
  if (state.phase === 'CANCELLED') return only({ outcome: 'CANCELLED' });
  if (state.phase !== 'CANCELLING' || !state.reason)
    throw new Error(`The cancellation of order ${state.orderId} ended but never started`);
  const events: OrderEvent[] = undone.includes('STOCK') ? [{ type: 'StockReleased' }] : [];
  events.push({ type: 'OrderCancelled', reason: state.reason });
  return { events, verdict: { outcome: 'CANCELLED' } };
}

/** Whether a customer's cancel would have an effect. */
export const isCancellable = ({ phase, cancelRequested }: OrderState): boolean =>
  !cancelRequested && (phase === 'PLACED' || phase === 'RESERVED');

/** The customer's cancel; undefined when it is too late. Idempotent. */
export function requestCancel(state: OrderState): readonly OrderEvent[] | undefined {
  if (state.cancelRequested && state.phase !== 'CONFIRMED') return [];
  return isCancellable(state) ? [{ type: 'CancelRequested' }] : undefined;
}

/** The reconciler's new execution, recorded once per number. */
export const restart = (state: OrderState, attempt: number): readonly OrderEvent[] =>
  isTerminal(state) || attempt !== state.attempt + 1 ? [] : [{ type: 'SagaRestarted', attempt }];
