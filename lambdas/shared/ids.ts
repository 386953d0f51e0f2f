// The only place that draws random numbers.
import { randomUUID } from 'node:crypto';

/** A random identifier, 122 bits. */
export const newId = (): string => randomUUID();

/** A delay between 0 and `capMs`: full jitter, so that retries of many callers spread out. */
export const jitterMs = (capMs: number): number => Math.floor(Math.random() * capMs);
