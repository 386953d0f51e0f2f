// The order saga in Amazon States Language: a Standard parent of three transitions over two Express children.
//
//   parent    Fulfil ─> Fulfilled? ─┬─> Confirmed                        3 transitions, paid each
//                                   └─> Cancel ─> Cancelled? ─> Ended    2 more
//   fulfil    reserve stock ─> authorise ─> confirm stock ─> commit (the pivot) ─> capture ─> confirm order
//   cancel    start cancellation ─> refund ─> release stock ─> cancel order
//
// A refusal is a value that a Choice reads. A throw is a fault: it is retried, and then the failing step and those
// before it are undone. The children's answers are the parent's only memory; everything else is in the order's events.
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { CancelReason } from '../../lambdas/orders/contract.ts';
import { failedOrLost, refusedByLambda } from '../constructs/saga-machine.ts';

export interface SagaTasks {
  readonly reserveStock: IFunction;
  readonly confirmStock: IFunction;
  readonly releaseStock: IFunction;
  readonly authorisePayment: IFunction;
  readonly capturePayment: IFunction;
  readonly refundPayment: IFunction;
  readonly recordStep: IFunction;
}

type Undo = 'PAYMENT' | 'STOCK';
type State = Record<string, unknown>;

/** A JSONata expression in Step Functions' delimiters. */
const query = (expression: string): string => `{% ${expression} %}`;
const input = '$states.input';
const order = '$states.context.Execution.Input';
const ofOrder = (...fields: string[]) => Object.fromEntries(fields.map((name) => [name, query(`${order}.${name}`)]));

/** The last state of a child. Its input is the child's answer. */
const ANSWER = 'Answer';
const answer: State = { Type: 'Succeed' };
/** Time limit of a child as a whole. */
const CHILD_SECONDS = 90;

const cancelFor = (reason: CancelReason, undo: readonly Undo[]) => ({ outcome: 'CANCEL', reason, undo });

const all: readonly Undo[] = ['PAYMENT', 'STOCK'];

/** A call of a function; its answer is the state's output. A fault is retried, because every task is idempotent. */
function call(fn: IFunction, Payload: object, attempts: number, rest: State): State {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: fn.functionArn, Payload: { ...ofOrder('orderId', 'correlationId'), ...Payload } },
    Output: query('$states.result.Payload'),
    TimeoutSeconds: 27,
    Retry: [refusedByLambda, failedOrLost(attempts)],
    ...rest,
  };
}

const otherThan = (outcome: string, Output: object) => ({
  Condition: query(`${input}.outcome != '${outcome}'`),
  Output,
  Next: ANSWER,
});

const choice = (choices: readonly object[], Default: string): State => ({ Type: 'Choice', Choices: choices, Default });

/** Answers that the order may give to any step: it must be cancelled, or it has already ended. */
const ended = [
  {
    Condition: query(`${input}.outcome = 'CANCEL'`),
    Output: { outcome: 'CANCEL', reason: query(`${input}.reason`), undo: all },
    Next: ANSWER,
  },
  { Condition: query(`${input}.outcome = 'CONFIRMED'`), Next: ANSWER },
];

const machine = (StartAt: string, States: Record<string, State>, TimeoutSeconds = CHILD_SECONDS) => ({
  QueryLanguage: 'JSONata',
  StartAt,
  TimeoutSeconds,
  States,
});

/** Answers `CONFIRMED`, or `CANCEL` with the reason and the steps to undo. */
export function fulfilDefinition(tasks: SagaTasks): object {
  const step = (fn: IFunction, Payload: object, Next: string, fault: object): State =>
    call(fn, Payload, 3, { Next, Catch: [{ ErrorEquals: ['States.ALL'], Output: fault, Next: ANSWER }] });
  const record = (name: string, Next: string): State =>
    step(tasks.recordStep, { command: { step: name } }, Next, cancelFor('TIMED_OUT', all));
  return machine('First execution?', {
    'First execution?': choice([{ Condition: query(`${order}.attempt > 1`), Next: 'Resume order' }], 'Reserve stock'),
    'Resume order': record('RESUME', 'To be fulfilled?'),
    'To be fulfilled?': choice(ended, 'Reserve stock'),
    'Reserve stock': step(tasks.reserveStock, ofOrder('lines'), 'Stock reserved?', cancelFor('TIMED_OUT', ['STOCK'])),
    'Stock reserved?': choice(
      [otherThan('RESERVED', { ...cancelFor('OUT_OF_STOCK', []), productIds: query(`${input}.productIds`) })],
      'Record reserved',
    ),
    'Record reserved': record('RESERVED', 'Still wanted?'),
    'Still wanted?': choice(ended, 'Authorise payment'),
    'Authorise payment': step(
      tasks.authorisePayment,
      ofOrder('userId', 'amountCents', 'paymentMethod'),
      'Payment authorised?',
      cancelFor('PAYMENT_UNAVAILABLE', all),
    ),
    'Payment authorised?': choice(
      [
        {
          Condition: query(`${input}.outcome = 'DECLINED'`),
          Output: cancelFor('PAYMENT_DECLINED', ['STOCK']),
          Next: ANSWER,
        },
        otherThan('AUTHORISED', cancelFor('PAYMENT_UNAVAILABLE', all)),
      ],
      'Confirm stock',
    ),
    'Confirm stock': step(tasks.confirmStock, {}, 'Stock confirmed?', cancelFor('TIMED_OUT', all)),
    'Stock confirmed?': choice([otherThan('CONFIRMED', cancelFor('TIMED_OUT', all))], 'Commit order'),
    'Commit order': record('COMMIT', 'Committed?'),
    'Committed?': choice(ended, 'Capture payment'),
    'Capture payment': step(tasks.capturePayment, {}, 'Payment captured?', cancelFor('PAYMENT_UNAVAILABLE', all)),
    'Payment captured?': choice([otherThan('CAPTURED', cancelFor('PAYMENT_UNAVAILABLE', all))], 'Confirm order'),
    'Confirm order': record('CAPTURED', 'Confirmed?'),
    'Confirmed?': choice(ended, ANSWER),
    [ANSWER]: answer,
  });
}

/** Undoes what the fulfilment names, the payment first. Succeeds if the order is cancelled or already confirmed. */
export function cancelDefinition(tasks: SagaTasks): object {
  const step = (fn: IFunction, Payload: object, rest: State): State => call(fn, Payload, 5, rest);
  const isToUndo = (what: Undo, Next: string) => ({ Condition: query(`'${what}' in $undo`), Next });
  return machine('Start cancellation', {
    'Start cancellation': step(
      tasks.recordStep,
      {
        command: {
          step: 'CANCEL',
          ...ofOrder('reason', 'undo'),
          productIds: query(`$exists(${order}.productIds) ? ${order}.productIds : []`),
        },
      },
      {
        Assign: {
          undo: query('$exists($states.result.Payload.undo) ? $states.result.Payload.undo : []'),
        },
        Next: 'Confirmed before?',
      },
    ),
    'Confirmed before?': choice(
      [{ Condition: query(`${input}.outcome = 'CONFIRMED'`), Next: ANSWER }, isToUndo('PAYMENT', 'Refund payment')],
      'Stock to release?',
    ),
    'Refund payment': step(tasks.refundPayment, {}, { Next: 'Record reversed' }),
    'Record reversed': step(
      tasks.recordStep,
      { command: { step: 'REVERSED', outcome: query(`${input}.outcome`) } },
      { Next: 'Stock to release?' },
    ),
    'Stock to release?': choice([isToUndo('STOCK', 'Release stock')], 'Cancel order'),
    'Release stock': step(tasks.releaseStock, {}, { Next: 'Cancel order' }),
    'Cancel order': step(tasks.recordStep, { command: { step: 'CANCELLED', undone: query('$undo') } }, { End: true }),
    [ANSWER]: answer,
  });
}

/** A child that fails or times out answers nothing; then everything is undone. */
export function sagaDefinition(fulfilArn: string, cancelArn: string): object {
  const unknown = cancelFor('TIMED_OUT', all);
  const child = (StateMachineArn: string, Input: string, Output: string, rest: State): State => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:sfn:startSyncExecution',
    Arguments: { StateMachineArn, Input: query(Input) },
    Output: query(Output),
    TimeoutSeconds: CHILD_SECONDS + 5,
    ...rest,
  });
  return machine(
    'Fulfil',
    {
      Fulfil: child(
        fulfilArn,
        `$string(${input})`,
        `$states.result.Status = 'SUCCEEDED' ? $parse($states.result.Output) : ${JSON.stringify(unknown)}`,
        { Next: 'Fulfilled?', Catch: [{ ErrorEquals: ['States.ALL'], Output: unknown, Next: 'Fulfilled?' }] },
      ),
      'Fulfilled?': choice([{ Condition: query(`${input}.outcome = 'CONFIRMED'`), Next: 'Confirmed' }], 'Cancel'),
      Confirmed: answer,
      Cancel: child(cancelArn, `$string($merge([${order}, ${input}]))`, '{"status": $states.result.Status}', {
        Next: 'Cancelled?',
        Catch: [{ ErrorEquals: ['States.ALL'], Output: { status: 'FAILED' }, Next: 'Cancelled?' }],
      }),
      'Cancelled?': choice([{ Condition: query(`${input}.status = 'SUCCEEDED'`), Next: 'Ended' }], 'Not cancelled'),
      Ended: answer,
      // The failure event of the saga calls the reconciler.
      'Not cancelled': { Type: 'Fail', Error: 'NotCancelled', Cause: 'The reconciler begins again' },
    },
    240,
  );
}
