// Runs the model of reservation.test.ts against the real tables in this process, where time is an argument.
// @runs alone inventory: a call has 1.3 seconds, and counts as lost after them

import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dynamodb } from '../../../lambdas/shared/tables/dynamodb.ts';
import { realSystem, storeHere } from '../../stock/deployed.ts';
import { commands, compared } from '../../stock/model.ts';

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
