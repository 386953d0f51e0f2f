// The saga's definitions, run as deployed: valid, short where each transition is billed, and right about every refusal.
import { describe, expect, test } from '@jest/globals';
import aslValidator from 'asl-validator';
import fc from 'fast-check';
import { interleave, sagaTasks } from '../../test/orders/interleavings.ts';
import { runMachine } from '../../test/state-machine.ts';
import { cancelDefinition, fulfilDefinition, sagaDefinition } from './order-saga.ts';

const arn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const tasks = sagaTasks(arn);
const machineArn = (name: string): string => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
const definitions = {
  fulfil: fulfilDefinition(tasks),
  cancel: cancelDefinition(tasks),
  saga: sagaDefinition(machineArn('fulfil'), machineArn('cancel')),
};

const input = {
  orderId: 'order-1',
  userId: 'user-1',
  lines: [{ productId: 'p-1', quantity: 2 }],
  amountCents: 960,
  paymentMethod: 'pm_ok',
  correlationId: 'correlation-1',
  attempt: 1,
};

type Payload = { orderId: string; command?: { step: string; undo?: string[] } };
type Answers = Record<string, (payload: Payload) => unknown>;

const fine: Answers = {
  reserveStock: () => ({ outcome: 'RESERVED' }),
  authorisePayment: () => ({ outcome: 'AUTHORISED' }),
  confirmStock: () => ({ outcome: 'CONFIRMED' }),
  capturePayment: () => ({ outcome: 'CAPTURED' }),
  refundPayment: () => ({ outcome: 'VOIDED' }),
  releaseStock: () => ({ outcome: 'RELEASED' }),
  recordStep: ({ command }) => {
    if (command?.step === 'CAPTURED') return { outcome: 'CONFIRMED' };
    if (command?.step === 'CANCEL') return { outcome: 'UNDO', undo: command.undo };
    return { outcome: command?.step === 'CANCELLED' ? 'CANCELLED' : 'GO_ON' };
  },
};

/** Runs the whole saga; returns every call it makes. */
async function run(answers: Answers = {}, given: object = input, wait?: (mostSeconds: number) => void) {
  const calls: { name: string; payload: Payload }[] = [];
  const invoke = async (resource: string, argument: unknown): Promise<unknown> => {
    if (resource.endsWith(':startSyncExecution')) {
      const { StateMachineArn, Input } = argument as { StateMachineArn: string; Input: string };
      const child = StateMachineArn === machineArn('fulfil') ? definitions.fulfil : definitions.cancel;
      const ended = await runMachine(child, JSON.parse(Input), invoke, wait).catch(() => undefined);
      return ended ? { Status: 'SUCCEEDED', Output: JSON.stringify(ended.output) } : { Status: 'FAILED' };
    }
    const { FunctionName, Payload } = argument as { FunctionName: string; Payload: Payload };
    const name = Object.keys(tasks).find((one) => arn(one) === FunctionName) ?? FunctionName;
    calls.push({ name, payload: Payload });
    return { Payload: (answers[name] ?? fine[name])?.(Payload) };
  };
  const ended = await runMachine(definitions.saga, given, invoke, wait).catch((error: Error) => error.message);
  const told = calls.map(({ name, payload }) => payload.command?.step ?? name);
  return { ended, calls, told };
}

const fails = () => {
  throw new Error('a fault');
};
const commandOf = (calls: readonly { payload: Payload }[], step: string) =>
  calls.find(({ payload }) => payload.command?.step === step)?.payload.command;

describe.each(Object.entries(definitions))('the definition %s', (_, definition) => {
  test('is valid', () => {
    expect(aslValidator(definition, { checkPaths: true, checkArn: true })).toMatchObject({ errors: [] });
  });

  test('has a timer on every wait', () => {
    const { TimeoutSeconds, States } = definition as {
      TimeoutSeconds?: number;
      States: Record<string, { Type: string; TimeoutSeconds?: number }>;
    };
    expect(TimeoutSeconds).toBeGreaterThan(0);
    for (const state of Object.values(States))
      if (state.Type === 'Task') expect(state.TimeoutSeconds).toBeLessThan(TimeoutSeconds ?? 0);
  });
});

test('a validator that finds nothing finds a state that nobody reaches', () => {
  const broken = { StartAt: 'A', States: { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } } };
  expect(aslValidator(broken).isValid).toBe(false);
});

describe('a saga', () => {
  test('that goes well makes three Standard transitions and seven calls, each under its order', async () => {
    const { ended, calls, told } = await run();
    expect(ended).toMatchObject({ entered: ['Fulfil', 'Fulfilled?', 'Confirmed'] });
    expect(told).toEqual([
      'reserveStock',
      'RESERVED',
      'authorisePayment',
      'confirmStock',
      'COMMIT',
      'capturePayment',
      'CAPTURED',
    ]);
    for (const { payload } of calls)
      expect(payload).toMatchObject({ orderId: input.orderId, correlationId: input.correlationId });
    expect(calls[0]?.payload).toMatchObject({ lines: input.lines });
    expect(calls[2]?.payload).toMatchObject({ userId: 'user-1', amountCents: 960, paymentMethod: 'pm_ok' });
  });

  test.each<[string, Answers, string, string[]]>([
    ['has no stock', { reserveStock: () => ({ outcome: 'OUT_OF_STOCK', productIds: ['p-1'] }) }, 'OUT_OF_STOCK', []],
    ['is declined', { authorisePayment: () => ({ outcome: 'DECLINED' }) }, 'PAYMENT_DECLINED', ['STOCK']],
    [
      'has no provider',
      { authorisePayment: () => ({ outcome: 'UNAVAILABLE' }) },
      'PAYMENT_UNAVAILABLE',
      ['PAYMENT', 'STOCK'],
    ],
    ['is too slow', { confirmStock: () => ({ outcome: 'EXPIRED' }) }, 'TIMED_OUT', ['PAYMENT', 'STOCK']],
    [
      'is not captured',
      { capturePayment: () => ({ outcome: 'UNAVAILABLE' }) },
      'PAYMENT_UNAVAILABLE',
      ['PAYMENT', 'STOCK'],
    ],
    ['fails to reserve', { reserveStock: fails }, 'TIMED_OUT', ['STOCK']],
    ['fails to authorise', { authorisePayment: fails }, 'PAYMENT_UNAVAILABLE', ['PAYMENT', 'STOCK']],
    ['fails to confirm stock', { confirmStock: fails }, 'TIMED_OUT', ['PAYMENT', 'STOCK']],
    ['fails to capture', { capturePayment: fails }, 'PAYMENT_UNAVAILABLE', ['PAYMENT', 'STOCK']],
  ])('that %s takes back what it did, the payment first', async (_, answers, reason, undo) => {
    const { ended, calls, told } = await run(answers);
    expect(ended).toMatchObject({ entered: ['Fulfil', 'Fulfilled?', 'Cancel', 'Cancelled?', 'Ended'] });
    expect(commandOf(calls, 'CANCEL')).toMatchObject({ reason, undo });
    const expected = ['CANCEL'];
    if (undo.includes('PAYMENT')) expected.push('refundPayment', 'REVERSED');
    if (undo.includes('STOCK')) expected.push('releaseStock');
    expect(told.slice(told.indexOf('CANCEL'))).toEqual([...expected, 'CANCELLED']);
  });

  test('names the products that were not there', async () => {
    const { calls } = await run({ reserveStock: () => ({ outcome: 'OUT_OF_STOCK', productIds: ['p-1'] }) });
    expect(commandOf(calls, 'CANCEL')).toMatchObject({ productIds: ['p-1'] });
  });

  test.each(['RESERVED', 'COMMIT', 'CAPTURED'])('stops at %s when its order is to be cancelled', async (step) => {
    const { calls, told } = await run({
      recordStep: (payload) =>
        payload.command?.step === step
          ? { outcome: 'CANCEL', reason: 'CUSTOMER_CANCELLED' }
          : fine.recordStep?.(payload),
    });
    expect(commandOf(calls, 'CANCEL')).toMatchObject({ reason: 'CUSTOMER_CANCELLED', undo: ['PAYMENT', 'STOCK'] });
    expect(told.slice(told.indexOf(step) + 1)).toEqual([
      'CANCEL',
      'refundPayment',
      'REVERSED',
      'releaseStock',
      'CANCELLED',
    ]);
  });

  test('takes nothing back of an order that is confirmed', async () => {
    const { ended, told } = await run({
      capturePayment: fails,
      recordStep: (payload) =>
        payload.command?.step === 'CANCEL' ? { outcome: 'CONFIRMED' } : fine.recordStep?.(payload),
    });
    expect(ended).toMatchObject({ entered: expect.arrayContaining(['Ended']) });
    expect(told.at(-1)).toBe('CANCEL');
  });

  test('that cannot cancel fails, which calls the reconciler', async () => {
    const { ended } = await run({ reserveStock: fails, releaseStock: fails });
    expect(ended).toBe('NotCancelled');
  });

  test('that begins again asks its order first', async () => {
    expect((await run({}, { ...input, attempt: 2 })).told.slice(0, 2)).toEqual(['RESUME', 'reserveStock']);
    const { told } = await run(
      {
        recordStep: (payload) =>
          payload.command?.step === 'RESUME' ? { outcome: 'CANCEL', reason: 'TIMED_OUT' } : fine.recordStep?.(payload),
      },
      { ...input, attempt: 2 },
    );
    expect(told).toEqual(['RESUME', 'CANCEL', 'refundPayment', 'REVERSED', 'releaseStock', 'CANCELLED']);
  });
});

describe('Lambda takes no call for 30 seconds', () => {
  /** Calls take 0.1 s of virtual time; those in the 30 s from `fromSeconds` on are throttled. */
  async function throttled(fromSeconds: number, jitter: Iterator<number>) {
    let seconds = 0;
    const answers = Object.fromEntries(
      Object.entries(fine).map(([name, answer]) => [
        name,
        (payload: Payload) => {
          seconds += 0.1;
          if (seconds > fromSeconds && seconds <= fromSeconds + 30)
            throw Object.assign(new Error('Rate exceeded'), { name: 'Lambda.TooManyRequestsException' });
          return answer(payload);
        },
      ]),
    );
    const { ended } = await run(answers, input, (most) => {
      seconds += most * jitter.next().value;
    });
    return { ended, seconds };
  }

  test('from any of an order’s calls on, and it is confirmed in its time', async () => {
    const jitter = fc.noBias(fc.infiniteStream(fc.nat(1000).map((part) => part / 1000)));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(0, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65), jitter, async (from, parts) => {
        const { ended, seconds } = await throttled(from, parts);
        expect(ended).toMatchObject({ entered: ['Fulfil', 'Fulfilled?', 'Confirmed'] });
        expect(seconds).toBeGreaterThan(30);
        // Its time limit: CHILD_SECONDS.
        expect(seconds).toBeLessThan(90);
      }),
      { numRuns: 300 },
    );
  });
});

test('1,000 interleavings of sagas, faults, a customer and the reconciler end as they must', async () => {
  const seen = await interleave(1000);
  // A model whose orders all end the same way proves nothing.
  expect(seen.get('CONFIRMED')).toBeGreaterThan(50);
  expect(seen.get('CANCELLED')).toBeGreaterThan(50);
  expect(seen.get('RECONCILED')).toBeGreaterThan(10);
}, 300_000);
