// A sliding-window counter per subject: at most `limit` requests in any minute, within the precision of the weighting.
// One write per request; the first request of a minute costs two. Refused requests count too, so hammering does not
// pay.
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Limit, Limits, Rates } from '../base/contract.ts';
import { platformTables } from '../base/platform-tables.ts';
import { problems, tryLater } from '../base/problem.ts';
import { CONFLICT, retryOnConflict } from '../base/waits/retry-on-conflict.ts';
import { updateIf, writeIf } from '../tables/conditional-write.ts';
import { itemOf } from '../tables/item.ts';

const WINDOW_MS = 60_000;

/** The limit's name and its rates as configured. */
export const ratesOf = (limit: Limit, configured: Limits): Rates & { readonly name: string } =>
  typeof limit === 'string' ? { ...configured[limit], name: limit } : { ...limit, ...configured.own };

/** The account that a request is of: its token's, or the one that its body names, whose owner need not have sent it. */
export interface Account {
  readonly signedIn?: string | undefined;
  readonly named?: string | undefined;
}

/** Addresses that may guess at one account at their full rate before its owner is refused as well. */
const GUESSERS = 10;

/**
 * What a request counts under, with the limit of each. The first that is full refuses it, and the ones after it do not
 * count it. A guesser fills the count of the account at the guesser's own address, which leaves the owner's alone.
 */
export function subjectsOf(
  { name, perAccount, perAddress }: ReturnType<typeof ratesOf>,
  address: string,
  { signedIn, named }: Account,
): readonly (readonly [subject: string, limit: number])[] {
  const ofAddress = [`${name}#address#${address}`, perAddress] as const;
  if (signedIn !== undefined) return [ofAddress, [`${name}#account#${signedIn}`, perAccount]];
  if (named === undefined) return [ofAddress];
  return [
    [`${name}#account#${named}#address#${address}`, perAccount],
    ofAddress,
    [`${name}#account#${named}`, GUESSERS * perAccount],
  ];
}

/** Requests of the current minute and the one before, as stored in one item. */
export interface Window {
  readonly index: number;
  readonly current: number;
  readonly previous: number;
}

/** Weighted count of the last 60 s: the previous minute counts by the fraction that is still inside the window. */
export function slidingCount(window: Window, nowMs: number): number {
  const elapsedMs = nowMs - window.index * WINDOW_MS;
  return (window.previous * (WINDOW_MS - elapsedMs) + window.current * WINDOW_MS) / WINDOW_MS;
}

/** Seconds (>= 1) until one more request fits under the limit, if there are no other requests meanwhile. */
export function retryAfterSeconds(window: Window, limit: number, nowMs: number): number {
  const elapsedMs = nowMs - window.index * WINDOW_MS;
  const room = limit - 1;
  const fitsThisMinute = window.current <= room;
  // The count that fades: the previous minute's now, or the current one's once the minute is over.
  const fading = fitsThisMinute ? Math.max(1, window.previous) : window.current;
  const excess = fitsThisMinute ? fading - (room - window.current) : 2 * fading - room;
  // Integer arithmetic up to the one division: a rounding error here would be a refusal later.
  return Math.max(1, Math.ceil((excess * WINDOW_MS - elapsedMs * fading) / (fading * 1000)));
}

/**
 * Counts one request of `subject`. Refuses with RATE_LIMITED and Retry-After beyond `limit` a minute. A count whose
 * response is lost may count twice: the limit errs on the strict side, never the lax one.
 */
export async function countRequest(subject: string, limit: number, nowMs: number): Promise<void> {
  const window = await count(`limit#${subject}`, nowMs);
  if (slidingCount(window, nowMs) <= limit) return;
  const seconds = retryAfterSeconds(window, limit, nowMs);
  throw tryLater(problems.rateLimited, seconds, `At most ${limit} requests a minute; try again in ${seconds} s.`);
}

const count = (id: string, nowMs: number): Promise<Window> =>
  retryOnConflict(id, async () => {
    const index = Math.floor(nowMs / WINDOW_MS);
    const { written, item } = await updateIf<Window>({
      ...itemOf(platformTables.guard, { id }),
      UpdateExpression: 'ADD #current :one',
      // If our clock is a little behind the item's, the request counts in the item's minute.
      ConditionExpression: '#index >= :index',
      ExpressionAttributeNames: { '#current': 'current', '#index': 'index' },
      ExpressionAttributeValues: { ':one': 1, ':index': index },
    });
    if (written && item) return item;
    return (await openMinute(id, index, item)) ?? CONFLICT;
  });

/** Counts the first request of a minute; undefined when another request opened the minute first. */
async function openMinute(id: string, index: number, old?: Window): Promise<Window | undefined> {
  const window = { index, current: 1, previous: old?.index === index - 1 ? old.current : 0 };
  const opened = await writeIf(
    new UpdateCommand({
      ...itemOf(platformTables.guard, { id }),
      UpdateExpression: 'SET #index = :index, #current = :current, #previous = :previous, #expiration = :expiration',
      ConditionExpression: old ? '#index = :old' : 'attribute_not_exists(id)',
      ExpressionAttributeNames: {
        '#index': 'index',
        '#current': 'current',
        '#previous': 'previous',
        '#expiration': 'expiration',
      },
      ExpressionAttributeValues: {
        ':index': index,
        ':current': window.current,
        ':previous': window.previous,
        ':expiration': ((index + 3) * WINDOW_MS) / 1000,
        ...(old && { ':old': old.index }),
      },
    }),
  );
  return opened ? window : undefined;
}
