// The only place that draws random numbers.
import { randomBytes, randomUUID } from 'node:crypto';

/** A random identifier, 122 bits. */
export const newId = (): string => randomUUID();

/** A secret shared with another party: 36 bytes, so that their base64 has no padding, which a double-click would leave. */
export const newSecret = (): string => randomBytes(36).toString('base64');

/** Crockford's base32: without letters that are taken for digits. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code that a person copies from a mail: ten signs, 50 bits. */
export const newCode = (): string => [...randomBytes(10)].map((byte) => SIGNS[byte % SIGNS.length]).join('');

/** A delay between 0 and `capMs`: full jitter, which spreads out the retries of many callers. */
export const jitterMs = (capMs: number): number => Math.floor(Math.random() * capMs);
