// An order as the fold of its events. Pure; decide.ts makes every decision about it.
import type { Line } from './contract.ts';
import type { CancelReason } from './schemas.ts';

/** The effects that a saga must undo: the payment first, then the stock. */
export const undoable = ['PAYMENT', 'STOCK'] as const;
export type Undo = (typeof undoable)[number];
export type Reversal = 'VOIDED' | 'REFUNDED' | 'NOTHING' | 'PENDING';

export type OrderEvent =
  | {
      readonly type: 'OrderPlaced';
      readonly userId: string;
      readonly lines: readonly Line[];
      readonly paymentMethod: string;
      readonly correlationId: string;
    }
  | { readonly type: 'StockReserved' }
  | { readonly type: 'PaymentAuthorised' }
  | { readonly type: 'StockConfirmed' }
  /** The pivot: from here on the customer cannot cancel. */
  | { readonly type: 'OrderCommitted' }
  | { readonly type: 'PaymentCaptured' }
  | { readonly type: 'OrderConfirmed' }
  | { readonly type: 'CancelRequested' }
  /** From here on nothing can confirm the order. */
  | {
      readonly type: 'CancellationStarted';
      readonly reason: CancelReason;
      readonly undo: readonly Undo[];
      readonly productIds?: readonly string[];
    }
  | { readonly type: 'PaymentReversed'; readonly outcome: Reversal }
  | { readonly type: 'StockReleased' }
  | { readonly type: 'OrderCancelled'; readonly reason: CancelReason }
  | { readonly type: 'SagaRestarted'; readonly attempt: number };

/** Events that became true at once: one item, one condition. `seq` numbers an order's commits from 1. */
export interface Commit {
  readonly orderId: string;
  readonly seq: number;
  readonly atMs: number;
  readonly events: readonly OrderEvent[];
}

export type Phase = 'PLACED' | 'RESERVED' | 'COMMITTED' | 'CONFIRMED' | 'CANCELLING' | 'CANCELLED';

export interface OrderState {
  readonly orderId: string;
  /** Of the last folded commit. */
  readonly seq: number;
  readonly userId: string;
  readonly lines: readonly Line[];
  readonly totalCents: number;
  readonly paymentMethod: string;
  readonly correlationId: string;
  readonly placedAtMs: number;
  readonly phase: Phase;
  readonly authorised: boolean;
  readonly cancelRequested: boolean;
  readonly reason?: CancelReason;
  readonly undo: readonly Undo[];
  readonly reversed: boolean;
  /** Number of the saga's execution; the first is 1. */
  readonly attempt: number;
}

export const isTerminal = ({ phase }: Pick<OrderState, 'phase'>): boolean =>
  phase === 'CONFIRMED' || phase === 'CANCELLED';

export const statusOf = (state: Pick<OrderState, 'phase'>): 'PENDING' | 'CONFIRMED' | 'CANCELLED' =>
  isTerminal(state) ? (state.phase as 'CONFIRMED' | 'CANCELLED') : 'PENDING';

export const totalOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { quantity, priceCents }) => sum + quantity * priceCents, 0);

export const merchantsOf = (lines: readonly Line[]): string[] => [
  ...new Set(lines.map(({ merchantId }) => merchantId)),
];

/** The state after these commits, which follow `from` without a gap; undefined when there are none. */
export function fold(commits: readonly Commit[], from?: OrderState): OrderState | undefined {
  let state = from;
  for (const commit of commits) {
    if (commit.seq !== (state?.seq ?? 0) + 1)
      throw new Error(`Order ${commit.orderId} jumps from commit ${state?.seq ?? 0} to ${commit.seq}`);
    for (const event of commit.events) state = evolve(state, event, commit);
    if (state) state = { ...state, seq: commit.seq };
  }
  return state;
}

const phases: Partial<Record<OrderEvent['type'], Phase>> = {
  StockReserved: 'RESERVED',
  OrderCommitted: 'COMMITTED',
  OrderConfirmed: 'CONFIRMED',
  CancellationStarted: 'CANCELLING',
  OrderCancelled: 'CANCELLED',
};

function evolve(state: OrderState | undefined, event: OrderEvent, { orderId, atMs }: Commit): OrderState {
  if (event.type === 'OrderPlaced') {
    const { userId, lines, paymentMethod, correlationId } = event;
    return {
      orderId,
      seq: 0,
      userId,
      lines,
      totalCents: totalOf(lines),
      paymentMethod,
      correlationId,
      placedAtMs: atMs,
      phase: 'PLACED',
      authorised: false,
      cancelRequested: false,
      undo: [],
      reversed: false,
      attempt: 1,
    };
  }
  if (!state) throw new Error(`The first event of order ${orderId} is ${event.type}`);
  const next = { ...state, phase: phases[event.type] ?? state.phase };
  switch (event.type) {
    case 'PaymentAuthorised':
      return { ...next, authorised: true };
    case 'CancelRequested':
      return { ...next, cancelRequested: true };
    case 'CancellationStarted':
      return { ...next, reason: event.reason, undo: event.undo };
    case 'PaymentReversed':
      return { ...next, reversed: true };
    case 'SagaRestarted':
      return { ...next, attempt: event.attempt };
    default:
      return next;
  }
}
