// When to try again what failed: exponential backoff with full jitter, and an end.
// Source: Marc Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog).
import { jitterMs } from './ids.ts';

export interface Backoff {
  /** The longest wait after the first try; it doubles with each try. */
  readonly firstMs: number;
  /** The longest wait of all. */
  readonly capMs: number;
  /** The last try is this long after the start, at the latest. */
  readonly giveUpAfterMs: number;
}

/**
 * When to try again after so many failed tries (1 and up): a random time up to the doubled wait, or the end of the schedule
 * if that is sooner. Undefined at and after the end: then the last try has been.
 */
export function nextTryMs(
  { firstMs, capMs, giveUpAfterMs }: Backoff,
  tries: number,
  startedAtMs: number,
  nowMs: number,
  jitter: (capMs: number) => number = jitterMs,
): number | undefined {
  const endMs = startedAtMs + giveUpAfterMs;
  if (nowMs >= endMs) return undefined;
  const waitMs = Math.min(capMs, firstMs * 2 ** Math.min(tries - 1, 40));
  return Math.min(nowMs + jitter(waitMs), endMs);
}
