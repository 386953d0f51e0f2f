// Derives an order's saga, as a line with stops out and back, from the order's own events. Pure.
import type { CancelReason, Order, Step } from '../../../../lambdas/orders/contract.ts';

export type Light =
  /** The step has happened. */
  | 'done'
  /** The step is running. */
  | 'active'
  /** The step was refused, or came too late; the way back starts here. */
  | 'refused'
  /** The step happened and was undone. */
  | 'undone'
  /** The step may still run. */
  | 'waiting'
  /** The step will not run any more. */
  | 'skipped';

type StopName = 'place' | 'reserve' | 'authorise' | 'confirm-stock' | 'commit' | 'capture' | 'confirm' | Undo;
type Undo = 'reverse-payment' | 'release-stock' | 'cancel';

export interface Stop {
  readonly name: StopName;
  readonly light: Light;
  /** Time from the placing of the order to this step. */
  readonly afterMs?: number;
}

/** A stop of the way back, drawn under the stop that it undoes. */
export interface Return extends Stop {
  readonly under: StopName;
}

export interface Saga {
  readonly out: readonly Stop[];
  /** In the order they run, which reverses the way out. */
  readonly back: readonly Return[];
}

const way: readonly (readonly [StopName, Step['type']])[] = [
  ['place', 'OrderPlaced'],
  ['reserve', 'StockReserved'],
  ['authorise', 'PaymentAuthorised'],
  ['confirm-stock', 'StockConfirmed'],
  ['commit', 'OrderCommitted'],
  ['capture', 'PaymentCaptured'],
  ['confirm', 'OrderConfirmed'],
];

/** The steps that refuse for this reason; any other reason comes from outside the steps. */
const refusedBy: Partial<Record<CancelReason, readonly StopName[]>> = {
  OUT_OF_STOCK: ['reserve'],
  PAYMENT_DECLINED: ['authorise'],
  PAYMENT_UNAVAILABLE: ['authorise', 'capture'],
};

export function sagaOf({ status, timeline, reason }: Pick<Order, 'status' | 'timeline' | 'reason'>): Saga {
  const happened = new Map(timeline.map((step) => [step.type, step]));
  const startMs = Date.parse(timeline[0]?.at ?? '');
  const at = (type: Step['type']): { afterMs?: number } => {
    const step = happened.get(type);
    return step ? { afterMs: Date.parse(step.at) - startMs } : {};
  };
  const turned = happened.has('CancellationStarted') || happened.has('OrderCancelled');
  const cancelled = status === 'CANCELLED';
  const reversal = happened.get('PaymentReversed')?.outcome;
  const moneyMoved = reversal === 'VOIDED' || reversal === 'REFUNDED';
  const why = happened.get('CancellationStarted')?.reason ?? reason;

  const isDone = ([name, type]: (typeof way)[number]): boolean =>
    happened.has(type) || (name === 'authorise' && moneyMoved);
  const refused = turned
    ? way.find((stop) => !isDone(stop) && (refusedBy[why ?? 'TIMED_OUT'] ?? []).includes(stop[0]))?.[0]
    : undefined;
  const takenBack = (name: StopName): boolean =>
    (name === 'place' && cancelled) ||
    (name === 'reserve' && happened.has('StockReleased')) ||
    (name === 'confirm-stock' && happened.has('StockReleased')) ||
    ((name === 'authorise' || name === 'capture') && moneyMoved);

  let next: Light = turned || status !== 'PENDING' ? 'skipped' : 'active';
  const out = way.map((stop): Stop => {
    const [name, type] = stop;
    if (isDone(stop)) return { name, light: takenBack(name) ? 'undone' : 'done', ...at(type) };
    if (name === refused) return { name, light: 'refused', ...at('CancellationStarted') };
    const light = next;
    if (next === 'active') next = 'waiting';
    return { name, light };
  });
  return { out, back: turned ? wayBack(happened, at, cancelled) : [] };
}

function wayBack(
  happened: ReadonlyMap<Step['type'], Step>,
  at: (type: Step['type']) => { afterMs?: number },
  cancelled: boolean,
): Return[] {
  const has = (type: Step['type']): boolean => happened.has(type);
  const wanted: readonly (readonly [Undo, StopName, Step['type'], boolean])[] = [
    // A cancelled order shows only what was undone; before that, the saga shows what will be.
    ['reverse-payment', 'authorise', 'PaymentReversed', !cancelled && has('PaymentAuthorised')],
    ['release-stock', 'reserve', 'StockReleased', !cancelled && has('StockReserved')],
    ['cancel', 'place', 'OrderCancelled', true],
  ];
  let next: Light = 'active';
  return wanted
    .filter(([, , type, expected]) => has(type) || expected)
    .map(([name, under, type]) => {
      if (has(type)) return { name, under, light: 'done', ...at(type) };
      const light = next;
      next = 'waiting';
      return { name, under, light };
    });
}
