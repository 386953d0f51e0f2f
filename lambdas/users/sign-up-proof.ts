// The mark of a new account: it names the operation that opens it, and proves that our API does. Everybody can call the
// pool's own SignUp, with the client's id from any token. Pure.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The attribute that holds the mark. Clients may write it once, at sign-up, and never read it. */
export const MARK = 'custom:operation';

/** 132 bits in base64url: both halves and the dot between them fit the attribute's 64 characters. */
const HALF = 22;

const proofOf = (key: Buffer, operation: string, email: string): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([operation, email]))
    .digest('base64url')
    .slice(0, HALF);

/** The same for every try of an operation, so that a retry recognises the account it has opened. */
export function markOf(key: Buffer, operationId: string, email: string): string {
  const operation = createHash('sha256').update(operationId).digest('base64url').slice(0, HALF);
  return `${operation}.${proofOf(key, operation, email)}`;
}

/** Whether the holder of the key made the mark, for this address. */
export function isOurs(key: Buffer, mark: string, email: string): boolean {
  const [operation = '', proof = ''] = mark.split('.');
  const given = Buffer.from(proof);
  const expected = Buffer.from(proofOf(key, operation, email));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
