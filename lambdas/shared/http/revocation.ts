// Refuses access tokens that were revoked before they expire, at sign-out or when a role was taken away. API Gateway
// checks a token's signature and expiry only.
//
// pattern                     | call                     | units
// is this user's token good?  | GetItem, may be stale    | 0.5 RCU, once in ten seconds per user and instance
// tokens issued up to now end | PutItem, never goes back | 1 WCU
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../base/clock.ts';
import { type Route, refusesRevoked } from '../base/contract.ts';
import { newId } from '../base/ids.ts';
import { platformTables } from '../base/platform-tables.ts';
import { Problem, problems } from '../base/problem.ts';
import { isRevoked, type Revocation, revocationOf } from '../base/revocation.ts';
import { writeIf } from '../tables/conditional-write.ts';
import { itemOf, readItem, tableOf } from '../tables/item.ts';
import type { Caller, Parsed } from './request.ts';
import type { Guard } from './routes.ts';

/** A revocation takes effect everywhere within this time. */
const KEEP_MS = 10_000;
/** Users of one instance within that time; beyond it, the one that was read first is read again. */
const MOST_KEPT = 1000;

const { revocations } = platformTables;

const read = (userId: string, ConsistentRead: boolean): Promise<Revocation | undefined> =>
  readItem(itemOf(revocations, { userId }), { ConsistentRead });

/** A user's revocation as it is now, for 1 RCU. */
export const findRevocation = (userId: string): Promise<Revocation | undefined> => read(userId, true);

type Subject = Pick<Caller, 'userId' | 'issuedAt'>;

/** The check of one instance, which remembers what `find` answered; `forget` makes it ask again. */
export function revocationCheck(find: (userId: string) => Promise<Revocation | undefined>) {
  const kept = new Map<string, { readonly atMs: number; readonly revocation: Revocation | undefined }>();
  async function recent(userId: string, nowMs: number): Promise<Revocation | undefined> {
    const known = kept.get(userId);
    if (known && nowMs - known.atMs < KEEP_MS) return known.revocation;
    const revocation = await find(userId);
    kept.delete(userId);
    kept.set(userId, { atMs: nowMs, revocation });
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? userId);
    return revocation;
  }
  return {
    /**
     * Throws TOKEN_REVOKED. When the table does not answer, it throws as well: nothing may change and nothing may be
     * spent unless the answer is known.
     */
    async refuse({ userId, issuedAt }: Subject, nowMs: number): Promise<void> {
      if (isRevoked(await recent(userId, nowMs), issuedAt)) throw new Problem(problems.tokenRevoked);
    },
    forget: (userId: string): boolean => kept.delete(userId),
  };
}

const ours = revocationCheck((userId) => read(userId, false));

/** Refuses with TOKEN_REVOKED where the route's contract asks for it. */
export async function refuseRevoked(route: Route, { user }: Parsed): Promise<void> {
  if (refusesRevoked(route)) await ours.refuse(user as unknown as Caller, systemClock.nowMs());
}

/** The guard of a service with neither limits nor idempotency, which saves the 54 KB of http.ts. */
export const revocationGuard: Guard = async (route, parsed, _event, _context, work) => {
  await refuseRevoked(route, parsed);
  return work(newId());
};

/** Ends all access tokens that the user has. Call it once what ends the refresh tokens, or the role, has succeeded. */
export async function revokeTokens(userId: string, nowMs: number): Promise<void> {
  const Item = revocationOf(userId, nowMs);
  await writeIf(
    new PutCommand({
      ...tableOf(revocations),
      Item,
      ConditionExpression: 'attribute_not_exists(userId) OR revokedBefore < :revokedBefore',
      ExpressionAttributeValues: { ':revokedBefore': Item.revokedBefore },
    }),
  );
  ours.forget(userId);
}
