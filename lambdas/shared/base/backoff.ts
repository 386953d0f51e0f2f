// When to try again what failed: exponential backoff with full jitter, and an end.
// Source: Marc Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog).
import { jitterMs } from './ids.ts';

export interface Waits {
  /** The longest wait after the first try; it doubles with each try. */
  readonly firstMs: number;
  /** The longest wait of all. */
  readonly capMs: number;
}

export interface Backoff extends Waits {
  /** The last try is this long after the start, at the latest. */
  readonly giveUpAfterMs: number;
}

/** How long to wait after so many failed tries (1 and up): a random time up to the doubled wait. */
export const waitMs = ({ firstMs, capMs }: Waits, tries: number, jitter = jitterMs): number =>
  jitter(Math.min(capMs, firstMs * 2 ** Math.min(tries - 1, 40)));

/**
 * When to try again after so many failed tries (1 and up): a random time up to the doubled wait, or the end of the schedule
 * if that is sooner. Undefined at and after the end: then the last try has been.
 */
export function nextTryMs(
  { giveUpAfterMs, ...waits }: Backoff,
  tries: number,
  startedAtMs: number,
  nowMs: number,
  jitter = jitterMs,
): number | undefined {
  const endMs = startedAtMs + giveUpAfterMs;
  return nowMs >= endMs ? undefined : Math.min(nowMs + waitMs(waits, tries, jitter), endMs);
}
