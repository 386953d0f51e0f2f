// Runs the model of reservation.test.ts against the real tables in this process, where time is an argument.
// @runs alone inventory: a call has 1.3 seconds, and counts as lost after them

import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pause } from '../../../lambdas/shared/base/clock.ts';
import { dynamodb, dynamodbOnce } from '../../../lambdas/shared/tables/dynamodb.ts';
import { realSystem, storeHere } from '../../stock/deployed.ts';
import { commands, compared, type System } from '../../stock/model.ts';

const store = await storeHere();

test('the real store answers and counts as the model does', async () => {
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const { expected, got } = await compared(sequence, realSystem(store));
      expect(got).toEqual(expected);
    }),
    { numRuns: 40 },
  );
}, 180_000);

test('also when every third transaction meets another one', async () => {
  let sent = 0;
  // The emulator has no transaction conflicts.
  dynamodb().middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        sent += commandName.startsWith('Transact') ? 1 : 0;
        if (!commandName.startsWith('Transact') || sent % 3 > 0) return next(args);
        const CancellationReasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }];
        throw new TransactionCanceledException({ message: 'planned', $metadata: {}, CancellationReasons });
      },
    { step: 'initialize', name: 'conflicts' },
  );
  try {
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const { expected, got } = await compared(sequence, realSystem(store));
        expect(got).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  } finally {
    dynamodb().middlewareStack.remove('conflicts');
  }
  expect(sent).toBeGreaterThan(30);
}, 180_000);

/** Enough for most orders. */
const STOCKED = [0, 1].map((product) => ({ do: 'restock' as const, product, quantity: 60, operation: 9 }));

test('also when answers are lost, and calls that never arrive or arrive late are made again until one is answered', async () => {
  const late: Promise<unknown>[] = [];
  const lost = () => Object.assign(new Error('planned'), { name: 'TimeoutError' });
  let fates: Iterator<number> | undefined;
  const faults = { lost: 0, unsent: 0, late: 0 };
  for (const client of [dynamodb(), dynamodbOnce()])
    client.middlewareStack.add(
      (next) => async (args) => {
        const fate = fates?.next().value;
        if (fate === undefined || fate > 2) return next(args);
        if (fate === 0) {
          faults.lost += 1;
          await next(args).catch(() => {});
        }
        if (fate === 1) faults.unsent += 1;
        if (fate === 2) {
          faults.late += 1;
          late.push(pause(50).then(() => next(args).catch(() => {})));
        }
        throw lost();
      },
      // Below the SDK's retries, so that each attempt has a fate of its own.
      { step: 'finalizeRequest', priority: 'low', name: 'faults' },
    );
  const stubborn = (real: System, stream: Iterator<number>): System => ({
    async run(command, nowMs) {
      for (;;)
        try {
          fates = stream;
          return await real.run(command, nowMs);
        } catch (error) {
          if ((error as Error).name !== 'TimeoutError') throw error;
        } finally {
          fates = undefined;
        }
    },
    async stock(product) {
      await Promise.all(late.splice(0));
      return real.stock(product);
    },
  });
  try {
    await fc.assert(
      fc.asyncProperty(commands, fc.infiniteStream(fc.integer({ min: 0, max: 5 })), async (sequence, stream) => {
        const { expected, got } = await compared([...STOCKED, ...sequence], stubborn(realSystem(store), stream));
        expect(got).toEqual(expected);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  } finally {
    for (const client of [dynamodb(), dynamodbOnce()]) client.middlewareStack.remove('faults');
  }
  for (const count of Object.values(faults)) expect(count).toBeGreaterThan(10);
}, 180_000);
