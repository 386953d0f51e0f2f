// Runs the order's state machine under every interleaving that fast-check finds: the deployed definitions and the real decisions,
// stock and payment as their contracts promise, with faults, duplicates, a customer and a reconciler in between.
import { expect } from '@jest/globals';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import { type Command, decide, requestCancel, restart } from '../../lambdas/orders/decide.ts';
import { type Commit, fold, isTerminal, type OrderEvent, type OrderState } from '../../lambdas/orders/order.ts';
import { cancelDefinition, fulfilDefinition, type SagaTasks, sagaDefinition } from '../../lib/stacks/order-saga.ts';
import { runMachine } from '../state-machine.ts';

const names: readonly (keyof SagaTasks)[] = [
  'reserveStock',
  'confirmStock',
  'releaseStock',
  'authorisePayment',
  'capturePayment',
  'refundPayment',
  'recordStep',
];
/** The saga's functions, each with an ARN made from its name. */
export const sagaTasks = (arnOf: (name: keyof SagaTasks) => string): SagaTasks =>
  Object.fromEntries(names.map((name) => [name, { functionArn: arnOf(name) } as IFunction])) as unknown as SagaTasks;
const fulfil = fulfilDefinition(sagaTasks((name) => name));
const cancel = cancelDefinition(sagaTasks((name) => name));
const saga = sagaDefinition('fulfil', 'cancel');

/** Fate of a call: it never arrives, its answer is lost, or it runs twice, the second time at any moment. */
type Fate = 'fine' | 'before' | 'lost' | 'twice';
type Outcome = { outcome: string };

class World {
  readonly commits: Commit[] = [];
  stock: 'none' | 'reserved' | 'sold' | 'released' = 'none';
  payment: 'none' | 'authorised' | 'captured' | 'undone' = 'none';
  captures = 0;
  refunds = 0;
  acknowledgedCancel = false;
  readonly #inStock: boolean;
  readonly #card: string;
  readonly #yields: () => Promise<unknown>;

  constructor(inStock: boolean, card: string, yields: () => Promise<unknown>) {
    this.#inStock = inStock;
    this.#card = card;
    this.#yields = yields;
    const line = { productId: 'p', merchantId: 'm', name: 'Loaf', quantity: 1, priceCents: 480 };
    const placed: OrderEvent = {
      type: 'OrderPlaced',
      userId: 'u',
      lines: [line],
      paymentMethod: 'pm_ok',
      correlationId: 'c',
    };
    this.commits.push({ orderId: 'o', seq: 1, atMs: 0, events: [placed] });
  }

  state = (): OrderState => fold(this.commits) as OrderState;

  /** Like change.ts: other writes may come between the read and the conditional write. */
  async change<Value>(
    decision: (state: OrderState) => { events: readonly OrderEvent[]; value: Value },
  ): Promise<Value> {
    for (;;) {
      const state = this.state();
      const { events, value } = decision(state);
      if (events.length === 0) return value;
      await this.#yields();
      if (this.commits.length > state.seq) continue;
      this.commits.push({ orderId: 'o', seq: state.seq + 1, atMs: 0, events });
      return value;
    }
  }

  readonly effects: Record<string, (payload: { command?: Command }) => Promise<Outcome> | Outcome> = {
    reserveStock: () => {
      if (this.stock === 'released' || (this.stock === 'none' && !this.#inStock))
        return { outcome: 'OUT_OF_STOCK', productIds: [] };
      if (this.stock === 'none') this.stock = 'reserved';
      return { outcome: 'RESERVED' };
    },
    confirmStock: () => {
      if (this.stock === 'reserved') this.stock = 'sold';
      return { outcome: this.stock === 'sold' ? 'CONFIRMED' : 'EXPIRED' };
    },
    releaseStock: () => {
      this.stock = 'released';
      return { outcome: 'RELEASED' };
    },
    authorisePayment: () => {
      if (this.payment === 'undone' || this.#card === 'declined') return { outcome: 'DECLINED' };
      if (this.#card === 'away') return { outcome: 'UNAVAILABLE' };
      if (this.payment === 'none') this.payment = 'authorised';
      return { outcome: 'AUTHORISED' };
    },
    capturePayment: () => {
      if (this.payment === 'authorised') {
        this.payment = 'captured';
        this.captures += 1;
        // A capture without a prior commit could race with a customer's cancel.
        expect(this.commits.some(({ events }) => events.some(({ type }) => type === 'OrderCommitted'))).toBe(true);
      }
      return { outcome: this.payment === 'captured' ? 'CAPTURED' : 'UNAVAILABLE' };
    },
    refundPayment: () => {
      const before = this.payment;
      this.payment = 'undone';
      if (before === 'captured') this.refunds += 1;
      return { outcome: before === 'captured' ? 'REFUNDED' : before === 'authorised' ? 'VOIDED' : 'NOTHING' };
    },
    recordStep: ({ command }) =>
      this.change((state) => {
        const { events, verdict } = decide(state, command as Command, 0);
        return { events, value: verdict as Outcome };
      }),
  };
}

/** Runs one execution to its end; every call waits for its turn. */
function execute(world: World, attempt: number, turn: (what: string) => Promise<unknown>, fate: () => Fate) {
  const invoke = async (resource: string, argument: unknown): Promise<unknown> => {
    if (resource.endsWith(':startSyncExecution')) {
      const { StateMachineArn, Input } = argument as { StateMachineArn: string; Input: string };
      const child = StateMachineArn === 'fulfil' ? fulfil : cancel;
      const ended = await runMachine(child, JSON.parse(Input), invoke).catch(() => undefined);
      return ended ? { Status: 'SUCCEEDED', Output: JSON.stringify(ended.output) } : { Status: 'FAILED' };
    }
    const { FunctionName, Payload } = argument as { FunctionName: string; Payload: { command?: Command } };
    const what = `${attempt} ${Payload.command?.step ?? FunctionName}`;
    const become = fate();
    await turn(what);
    if (become === 'before') throw new Error('never arrived');
    // A worker that timed out but continues, as a slow one does.
    if (become === 'twice')
      void turn(`${what} again`)
        .then(() => world.effects[FunctionName]?.(Payload))
        .catch(() => {});
    const answer = await world.effects[FunctionName]?.(Payload);
    if (become === 'lost') throw new Error('its answer was lost');
    return { Payload: answer };
  };
  return runMachine(
    saga,
    { orderId: 'o', correlationId: 'c', lines: [], userId: 'u', amountCents: 480, paymentMethod: 'pm', attempt },
    invoke,
  );
}

/**
 * Throws with the schedule of the first order that ends wrong. Returns how many ended in each state, and how many the
 * reconciler had to end.
 */
export async function interleave(runs: number): Promise<ReadonlyMap<string, number>> {
  const fatesOf = (fine: number, faulty: number) =>
    fc.infiniteStream(
      fc.oneof(
        { weight: fine, arbitrary: fc.constant<Fate>('fine') },
        { weight: faulty, arbitrary: fc.constantFrom<Fate>('before', 'lost', 'twice') },
      ),
    );
  // In the worst mix a step exhausts its retries, so that a saga stops before its end and the reconciler is needed.
  const fates = fc.oneof(fatesOf(30, 1), fatesOf(12, 5), fatesOf(1, 30));
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fates,
      fc.constantFrom(true, true, false),
      fc.constantFrom('good', 'good', 'good', 'declined', 'away'),
      fc.constantFrom('none', 'customer'),
      fc.integer({ min: 1, max: 3 }),
      async (scheduler, stream, inStock, card, canceller, sagas) => {
        const turn = (what: string) => scheduler.schedule(Promise.resolve(), what);
        const world = new World(inStock, card, () => turn('append'));
        const fate = (): Fate => stream.next().value as Fate;
        // Like reconcile.ts: a new execution starts only under a number that was recorded before.
        const restarted = async (): Promise<number | undefined> => {
          const attempt = world.state().attempt + 1;
          return world.change((state) => {
            const events = restart(state, attempt);
            return { events, value: events.length > 0 ? attempt : undefined };
          });
        };
        const beginWith = (become: () => Fate) => (attempt: number | undefined) =>
          attempt === undefined ? undefined : execute(world, attempt, turn, become).catch(() => undefined);
        const begin = beginWith(fate);
        const running: Promise<unknown>[] = [Promise.resolve(begin(1))];
        for (let i = 1; i < sagas; i += 1) running.push(turn('reconcile').then(restarted).then(begin));
        if (canceller === 'customer')
          running.push(
            turn('cancel').then(async () => {
              const taken = await world.change((state) => {
                const events = requestCancel(state);
                return { events: events ?? [], value: events !== undefined };
              });
              world.acknowledgedCancel ||= taken;
              return undefined;
            }),
          );
        await scheduler.waitFor(Promise.all(running));
        await scheduler.waitAll();
        // Runs the reconciler once the faults are over.
        for (let restarts = 1; !isTerminal(world.state()); restarts += 1) {
          expect(restarts).toBeLessThan(3);
          await scheduler.waitFor(restarted().then(beginWith(() => 'fine')));
          count('RECONCILED');
        }
        count(world.state().phase);
        expectEnded(world);
      },
    ),
    { numRuns: runs },
  );
  return seen;
}

function expectEnded(world: World): void {
  const state = world.state();
  const events = world.commits.flatMap((commit) => commit.events);
  const count = (type: OrderEvent['type']) => events.filter((event) => event.type === type).length;
  expect(world.captures).toBeLessThanOrEqual(1);
  expect(world.refunds).toBeLessThanOrEqual(1);
  expect(count('OrderConfirmed') + count('OrderCancelled')).toBe(1);
  for (const type of [
    'StockReserved',
    'PaymentAuthorised',
    'OrderCommitted',
    'CancelRequested',
    'CancellationStarted',
  ] as const)
    expect(count(type)).toBeLessThanOrEqual(1);
  if (state.phase === 'CONFIRMED') {
    expect({ stock: world.stock, payment: world.payment, refunds: world.refunds }).toEqual({
      stock: 'sold',
      payment: 'captured',
      refunds: 0,
    });
    expect(world.acknowledgedCancel).toBe(false);
  } else {
    expect(['none', 'released']).toContain(world.stock);
    expect(['none', 'undone']).toContain(world.payment);
    expect(world.captures).toBe(world.refunds);
    if (world.acknowledgedCancel) expect(state.reason).toBe('CUSTOMER_CANCELLED');
  }
  expect(world.commits.map(({ seq }) => seq)).toEqual(world.commits.map((_, i) => i + 1));
}
