// Every minute, or by hand: completes what an unreachable bank left open. By hand, `{"all": true}` skips the wait.
import * as z from 'zod/mini';
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { type Settled, settleDue } from './settle-payments.ts';
import { ports } from './wire-ports.ts';

const ByHand = z.object({ all: z.optional(z.boolean()) });

export const handler = async (event: unknown): Promise<Settled> => {
  const startedMs = systemClock.nowMs();
  const { all } = z.parse(ByHand, event ?? {});
  const result = await settleDue(all ? Number.MAX_SAFE_INTEGER : startedMs, ports);
  log('info', 'payments reconciled', { ...result, durationMs: systemClock.nowMs() - startedMs });
  return result;
};
