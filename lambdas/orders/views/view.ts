// How an order is shown: to its owner, to a merchant in it, and in lists. Pure.
import { isoTime } from '../../shared/base/clock.ts';
import type { SearchEntry } from '../../shared/base/search-tasks.ts';
import type { Line, Order, OrderSummary, Step } from '../contract.ts';
import { isCancellable } from '../decide.ts';
import { type Commit, merchantsOf, type OrderEvent, type OrderState, statusOf, totalOf } from '../order.ts';
import type { CancelReason, OrderStatus } from '../schemas.ts';

/** One row of a list: an order as its owner or one of its merchants sees it. A higher `seq` is newer. */
export interface View {
  readonly pk: string;
  readonly sk: string;
  readonly orderId: string;
  readonly seq: number;
  readonly status: OrderStatus;
  readonly reason?: CancelReason;
  readonly lines: readonly Line[];
  readonly totalCents: number;
  readonly placedAtMs: number;
}

export const listOf = {
  owner: (userId: string): string => `owner#${userId}`,
  merchant: (merchantId: string): string => `merchant#${merchantId}`,
} as const;

/** Every row of an order. Rows derive only from the events, so they can be rebuilt at any time. */
export function viewsOf(state: OrderState): View[] {
  const { orderId, userId, lines, placedAtMs } = state;
  const row = (pk: string, shown: readonly Line[]): View => ({
    pk,
    sk: `${isoTime(placedAtMs)}#${orderId}`,
    orderId,
    seq: state.seq,
    status: statusOf(state),
    ...endReason(state),
    lines: shown,
    totalCents: totalOf(shown),
    placedAtMs,
  });
  return [
    row(listOf.owner(userId), lines),
    ...merchantsOf(lines).map((merchantId) =>
      row(
        listOf.merchant(merchantId),
        lines.filter((line) => line.merchantId === merchantId),
      ),
    ),
  ];
}

export const COLLECTION = 'orders';
const readerOf = (pk: string): string => pk.replace(/^owner#/, 'user:').replace(/^merchant#/, 'merchant:');

/** A row as search keeps it: only whose list it is finds it, by the names of the lines that they see. */
export const entryOf = ({ pk, sk, seq, status, lines }: View): SearchEntry => ({
  id: entryIdOf({ pk, sk }),
  version: seq,
  text: lines.map(({ name }) => name).join('\n'),
  readers: [readerOf(pk)],
  filters: [statusFilter(status)],
});
export const entryIdOf = ({ pk, sk }: Pick<View, 'pk' | 'sk'>): string => `${sk}@${pk}`;
export function rowOf(entryId: string): Pick<View, 'pk' | 'sk'> {
  const at = entryId.indexOf('@');
  return { pk: entryId.slice(at + 1), sk: entryId.slice(0, at) };
}
/** The question to search that a list asks. */
export const askedOf = (pk: string, status: OrderStatus | undefined) => ({
  collection: COLLECTION,
  readers: [readerOf(pk)],
  filters: status ? [statusFilter(status)] : [],
});
const statusFilter = (status: OrderStatus): string => `status:${status}`;

/** Whether lists show an event; they omit intermediate steps. */
export const isShownStep = (type: string): boolean =>
  type === 'OrderPlaced' || type === 'OrderConfirmed' || type === 'OrderCancelled';

export const summaryOf = ({ orderId, status, reason, lines, totalCents, placedAtMs }: View): OrderSummary => ({
  orderId,
  status,
  ...(reason && { reason }),
  lines: [...lines],
  totalCents,
  placedAt: isoTime(placedAtMs),
});

export const orderOf = (state: OrderState, history: readonly Commit[]): Order => ({
  orderId: state.orderId,
  status: statusOf(state),
  ...endReason(state),
  lines: [...state.lines],
  totalCents: state.totalCents,
  placedAt: isoTime(state.placedAtMs),
  cancellable: isCancellable(state),
  timeline: history.flatMap(({ atMs, events }) => events.map((event) => stepOf(event, atMs))),
});

const endReason = ({ phase, reason }: OrderState) => (phase === 'CANCELLED' && reason ? { reason } : {});

function stepOf(event: OrderEvent, atMs: number): Step {
  const step = { type: event.type, at: isoTime(atMs) };
  switch (event.type) {
    case 'CancellationStarted':
      return { ...step, reason: event.reason, ...(event.productIds && { productIds: [...event.productIds] }) };
    case 'OrderCancelled':
      return { ...step, reason: event.reason };
    case 'PaymentReversed':
      return { ...step, outcome: event.outcome };
    case 'SagaRestarted':
      return { ...step, attempt: event.attempt };
    default:
      return step;
  }
}
