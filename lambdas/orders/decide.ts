// Every decision about an order: what a command makes of its state. Pure. The store writes the answer's events under the
// condition that nobody wrote meanwhile, and whoever lost decides again: so a cancel and a commit are told apart here alone.

import { isTerminal, type OrderEvent, type OrderState, type Reversal, type Undo, undoable } from './order.ts';
import type { CancelReason } from './schemas.ts';

/** What the saga reports. `atMs` is the time of the report. */
export type Command =
  /** A new execution of a saga whose last one was lost. */
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

/** What the saga does next: go on, cancel for a reason, undo its effects, or end, for the order has. */
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

/** A lease of stock lasts ten minutes; an order that is not committed by then is not going to be. */
export const COMMIT_WITHIN_MS = 10 * 60_000;

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
        throw new Error(`Order ${state.orderId} is captured and was never committed`);
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

/** What an order at its end, or on its way to it, tells a saga that wants to go on. */
function ended({ phase, reason = 'TIMED_OUT' }: OrderState): Verdict | undefined {
  if (phase === 'CONFIRMED') return { outcome: 'CONFIRMED' };
  // Also of a cancelled order: a saga that comes late takes back what it did itself.
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
  // Each undo bears being done again and never having been needed, so what two sagas of an order ask for is done. And of an
  // order with two sagas everything is undone: the one that cancels cannot know what the other does meanwhile or has yet to do.
  const all = undoable.filter((one) => undo.includes(one) || state.undo.includes(one) || state.attempt > 1);
  const verdict: Verdict = { outcome: 'UNDO', undo: all };
  if (state.phase === 'CANCELLING' || state.phase === 'CANCELLED') return only(verdict);
  const started: OrderEvent = {
    type: 'CancellationStarted',
    // What a customer was told is so, whatever went wrong at the same time.
    reason: state.cancelRequested ? 'CUSTOMER_CANCELLED' : reason,
    undo: all,
    ...(productIds && productIds.length > 0 && { productIds }),
  };
  return { events: [started], verdict };
}

function endCancellation(state: OrderState, undone: readonly Undo[]): Decision {
  if (state.phase === 'CONFIRMED') throw new Error(`Order ${state.orderId} is confirmed and was taken back`);
  if (state.phase === 'CANCELLED') return only({ outcome: 'CANCELLED' });
  if (state.phase !== 'CANCELLING' || !state.reason)
    throw new Error(`The cancellation of order ${state.orderId} ends and never began`);
  const events: OrderEvent[] = undone.includes('STOCK') ? [{ type: 'StockReleased' }] : [];
  events.push({ type: 'OrderCancelled', reason: state.reason });
  return { events, verdict: { outcome: 'CANCELLED' } };
}

/** Whether a customer's cancel would be taken as something new. */
export const isCancellable = ({ phase, cancelRequested }: OrderState): boolean =>
  !cancelRequested && (phase === 'PLACED' || phase === 'RESERVED');

/** The customer's cancel; undefined when it comes too late. Asking again is asking once. */
export function requestCancel(state: OrderState): readonly OrderEvent[] | undefined {
  if (state.cancelRequested && state.phase !== 'CONFIRMED') return [];
  return isCancellable(state) ? [{ type: 'CancelRequested' }] : undefined;
}

/** The reconciler's new execution, once for each number. */
export const restart = (state: OrderState, attempt: number): readonly OrderEvent[] =>
  isTerminal(state) || attempt !== state.attempt + 1 ? [] : [{ type: 'SagaRestarted', attempt }];
