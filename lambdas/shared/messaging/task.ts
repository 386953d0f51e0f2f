// A function that another function invokes, such as a service's own saga or another service; its contract defines input
// and output.
import * as z from 'zod/mini';
import { systemClock } from '../base/clock.ts';
import { log } from '../base/log.ts';

/**
 * A task as a contract declares it: `export const tasks = { checkout: { input, output } }`. Every input has a
 * correlationId.
 */
export interface Task {
  readonly input: z.ZodMiniType;
  readonly output: z.ZodMiniType;
}

/**
 * Handler of one task. A refusal is a returned `{ outcome }`. A throw is a fault that the caller retries, so `work`
 * derives its effect from ids in the input.
 */
export const taskWorker =
  <const T extends Task>(task: T, work: (input: z.output<T['input']>) => Promise<z.input<T['output']>>) =>
  async (event: unknown): Promise<z.output<T['output']>> => {
    const startedMs = systemClock.nowMs();
    const input = z.parse(task.input, event) as z.output<T['input']>;
    const { correlationId } = input as { correlationId?: string };
    const fields = () => ({ correlationId, durationMs: systemClock.nowMs() - startedMs });
    try {
      const output = z.parse(task.output, await work(input)) as z.output<T['output']>;
      log('info', 'task done', { ...fields(), outcome: (output as { outcome?: string }).outcome });
      return output;
    } catch (error) {
      log('error', 'task failed', fields(), error);
      throw error;
    }
  };
