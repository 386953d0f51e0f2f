// The optimistic loop: read, decide, write on the condition that nobody else wrote, and again on a conflict. It always ends.
import { type Waits, waitMs } from './backoff.ts';
import { pause } from './clock.ts';

/** What an attempt answers when another writer came first. */
export const CONFLICT = Symbol('conflict');

interface Options extends Partial<Waits> {
  /** Attempts in all. Writers that meet all get through within as many attempts as there are of them. */
  readonly tries?: number;
  /** The error to throw in the end, in place of an unnamed fault (a 500 of the API). */
  readonly giveUp?: () => Error;
  readonly wait?: typeof pause;
}

/**
 * Runs `attempt` until it answers anything but CONFLICT, with full jitter in between: at most 2.2 s of waits in ten tries.
 * Each attempt reads anew what it decides on. `subject` names what is written, for the error: `order o-1`.
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
