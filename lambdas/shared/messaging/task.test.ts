// A task's handler: what it accepts, returns and throws.
import { expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { taskWorker } from './task.ts';

const double = {
  input: z.object({ n: z.int(), correlationId: z.string() }),
  output: z.object({ outcome: z.literal('DONE'), n: z.int() }),
};

test('answers what the work answers, without what the contract does not name', async () => {
  const handler = taskWorker(double, async ({ n }) => ({ outcome: 'DONE' as const, n: 2 * n, secret: 1 }));
  expect(await handler({ n: 4, correlationId: 'test-0001', later: true })).toEqual({ outcome: 'DONE', n: 8 });
});

test('throws on input and output that do not fit, and what the work throws', async () => {
  const handler = taskWorker(double, async ({ n }) => {
    if (n === 0) throw new Error('zero');
    return { outcome: 'DONE' as const, n: n / 2 };
  });
  await expect(handler({ n: 'four', correlationId: 'test-0001' })).rejects.toThrow();
  await expect(handler({ n: 3, correlationId: 'test-0001' })).rejects.toThrow();
  await expect(handler({ n: 0, correlationId: 'test-0001' })).rejects.toThrow('zero');
});
