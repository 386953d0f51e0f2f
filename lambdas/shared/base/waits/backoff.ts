// When to retry after a failure: exponential backoff with full jitter and a final deadline.
// Source: Marc Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog).
import { jitterMs } from '../ids.ts';

export interface Waits {
  /** The longest wait after the first attempt; it doubles with each attempt. */
  readonly firstMs: number;
  /** Upper bound of every wait. */
  readonly capMs: number;
}

export interface Backoff extends Waits {
  /** The last attempt is at most this long after the start. */
  readonly giveUpAfterMs: number;
}

/** How long to wait after this many failed attempts (at least 1): a random time up to the doubled wait. */
export const waitMs = ({ firstMs, capMs }: Waits, tries: number, jitter = jitterMs): number =>
  jitter(Math.min(capMs, firstMs * 2 ** Math.min(tries - 1, 40)));

/**
 * When to retry after this many failed attempts (at least 1): a random time up to the doubled wait, or the end of the
 * schedule if that is sooner. Undefined at and after the end, when the last attempt has been made.
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
