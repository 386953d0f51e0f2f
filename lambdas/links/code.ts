// Codes that cannot be guessed from one another or created twice: see docs/decisions/0004-short-codes.md.
import { createHmac } from 'node:crypto';
import { toBase62 } from '../shared/base/text/base62.ts';
import { CODE_LENGTH } from './resources.ts';

/**
 * The code of an operation's n-th attempt: HMAC-SHA256 under the application's key, its first 8 bytes modulo 62^7
 * (bias < 2^-22). A retried operation gets the same code, so it finds the link it already created.
 */
export function codeOf(key: Buffer, operationId: string, attempt: number, length = CODE_LENGTH): string {
  const digest = createHmac('sha256', key).update(`${operationId}#${attempt}`).digest();
  return toBase62(digest.readBigUInt64BE() % 62n ** BigInt(length), length);
}
