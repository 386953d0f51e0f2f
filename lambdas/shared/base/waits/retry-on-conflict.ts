// Optimistic concurrency: read, decide, write if nothing else has written, and repeat on a conflict. The loop always
// ends.
import { pause } from '../clock.ts';
import { type Waits, waitMs } from './backoff.ts';

/** An attempt returns it when another writer was first. */
export const CONFLICT = Symbol('conflict');

interface Options extends Partial<Waits> {
  /** Maximum number of attempts. N concurrent writers all succeed within N attempts. */
  readonly tries?: number;
  /** The error to throw after the last attempt, in place of an unnamed fault (a 500 of the API). */
  readonly giveUp?: () => Error;
  readonly wait?: typeof pause;
}

/**
 * Runs `attempt` until it returns anything but CONFLICT, with full jitter in between: at most 2.2 s of waits in ten
 * attempts. Each attempt reads again what it decides on. `subject` names what is written, for the error: `order o-1`.
 */
export async function retryOnConflict<Result>(
  subject: string,
  attempt: () => Promise<Result | typeof CONFLICT>,
  { tries = 10, firstMs = 20, capMs = 400, giveUp, wait = pause }: Options = {},
): Promise<Result> {
  for (let tried = 1; tried <= tries; tried += 1) {
    const result = await attempt();
    if (result !== CONFLICT) return result;
    if (tried < tries) await wait(waitMs({ firstMs, capMs }, tried));
  }
  throw giveUp?.() ?? new Error(`Lost ${tries} races for ${subject}`);
}
