// A revocation of a user's access tokens: those that were issued up to a moment are refused for as long as they are
// valid. Pure: the runtime and the launcher import it.
import { accessTokenSeconds } from './contract.ts';

/** The issuer's clock and ours may differ by this much, so that a token issued just before is surely covered. */
const CLOCKS_DIFFER_MS = 1000;

/** As stored: no token lives longer than the item. */
export interface Revocation {
  readonly userId: string;
  /** Tokens issued at this epoch millisecond or earlier are revoked. */
  readonly revokedBefore: number;
  /** Epoch second. */
  readonly expiration: number;
}

export function revocationOf(userId: string, nowMs: number): Revocation {
  const revokedBefore = nowMs + CLOCKS_DIFFER_MS;
  return { userId, revokedBefore, expiration: Math.ceil(revokedBefore / 1000) + accessTokenSeconds };
}

type Covering = Pick<Revocation, 'revokedBefore'> | undefined;

/** `issuedAt` in epoch seconds, as `iat` of a JWT (RFC 7519, 4.1.6): within a second, nobody knows which came first. */
export const isRevoked = (revocation: Covering, issuedAt: number): boolean =>
  revocation !== undefined && issuedAt * 1000 <= revocation.revokedBefore;

/** Seconds from the issue of a token, by its issuer's clock, until the issuer gives one that is not covered; 0 if it is not. */
export const coveredForSeconds = (revocation: Covering, issuedAt: number): number =>
  revocation && isRevoked(revocation, issuedAt) ? Math.floor(revocation.revokedBefore / 1000) + 1 - issuedAt : 0;
