// The only place that draws random numbers.
import { randomBytes, randomUUID } from 'node:crypto';

/** A random identifier, 122 bits. */
export const newId = (): string => randomUUID();

/** A secret shared with another party, 256 bits as 43 characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** A delay between 0 and `capMs`: full jitter, which spreads out the retries of many callers. */
export const jitterMs = (capMs: number): number => Math.floor(Math.random() * capMs);
