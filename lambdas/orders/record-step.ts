// The saga's own task: records each step on the order, and tells the saga what to do next.
import * as z from 'zod/mini';
import { systemClock } from '../shared/base/clock.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { change } from './change.ts';
import { cancelReasons } from './contract.ts';
import { decide } from './decide.ts';
import { undoable } from './order.ts';

const Reason = z.enum(cancelReasons);
const Undo = z.array(z.enum(undoable));

const task = {
  input: z.object({
    orderId: z.string(),
    correlationId: z.string(),
    command: z.discriminatedUnion('step', [
      z.object({ step: z.enum(['RESUME', 'RESERVED', 'COMMIT', 'CAPTURED']) }),
      z.object({ step: z.literal('CANCEL'), reason: Reason, undo: Undo, productIds: z.optional(z.array(z.string())) }),
      z.object({ step: z.literal('REVERSED'), outcome: z.enum(['VOIDED', 'REFUNDED', 'NOTHING', 'PENDING']) }),
      z.object({ step: z.literal('CANCELLED'), undone: Undo }),
    ]),
  }),
  output: z.object({
    outcome: z.enum(['GO_ON', 'CANCEL', 'UNDO', 'CONFIRMED', 'CANCELLED']),
    reason: z.optional(Reason),
    undo: z.optional(Undo),
  }),
};

export const handler = taskWorker(task, async ({ orderId, command }) => {
  const nowMs = systemClock.nowMs();
  const done = await change(orderId, nowMs, (state) => {
    const { events, verdict } = decide(state, command, nowMs);
    return { events, value: verdict };
  });
  if (!done) throw new Error(`Order ${orderId} does not exist`);
  const { value } = done;
  return 'undo' in value ? { ...value, undo: [...value.undo] } : value;
});
