// The two kinds of counter item: a day of a code, and an hour's sketch of all codes.
import { parseTime } from '../../shared/base/clock.ts';
import { clickHistory } from '../resources.ts';
import { add, emptySketch, estimate, fromBytes, toBytes } from './count-min.ts';
import { type DayTally, sum } from './tally.ts';

export type Key = {
  readonly pk: string;
  readonly sk: string;
};

export interface HourItem extends Key {
  readonly version: number;
  readonly sketch: Uint8Array;
  /** Codes that may be among the hour's busiest. */
  readonly candidates: readonly string[];
}

interface Condition {
  ConditionExpression?: string;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/** One write of a transaction. */
export type Write =
  | { put: Condition & { Item: Record<string, unknown> }; update?: never }
  | {
      put?: never;
      update: { Key: Key; UpdateExpression: string } & Required<Omit<Condition, 'ConditionExpression'>> & {
          ExpressionAttributeNames: Record<string, string>;
        };
    };

const REFERRER = 'ref:';
const DEVICE = 'dev:';
// Any client can send any Referer. Past this many hosts a day, a host counts as `other`: the item stays under 4 KB.
const MAX_REFERRERS = 50;
const MAX_CANDIDATES = 16;
/** From its start, with an hour to spare after it can last be requested. */
const KEEP_HOUR_SECONDS = (clickHistory.hours + 2) * 60 * 60;

/** ADDs the tally to the item; `kept` only shows which referrers it already has. */
export function dayWrite(tally: DayTally, key: Key, kept: Record<string, unknown> | undefined): Write {
  const known = new Set(Object.keys(kept ?? {}).filter((name) => name.startsWith(REFERRER)));
  const additions = new Map([['total', sum(tally.devices.values())]]);
  for (const [device, clicks] of tally.devices) additions.set(DEVICE + device, clicks);
  for (const [referrer, clicks] of tally.referrers) {
    const name =
      known.has(REFERRER + referrer) || known.size < MAX_REFERRERS ? REFERRER + referrer : `${REFERRER}other`;
    known.add(name);
    additions.set(name, (additions.get(name) ?? 0) + clicks);
  }
  const entries = [...additions];
  return {
    update: {
      Key: key,
      UpdateExpression: `ADD ${entries.map((_, i) => `#n${i} :n${i}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(entries.map(([name], i) => [`#n${i}`, name])),
      ExpressionAttributeValues: Object.fromEntries(entries.map(([, clicks], i) => [`:n${i}`, clicks])),
    },
  };
}

/** Rewrites the hour's sketch with the tally added, unless another writer changed it meanwhile. */
export function hourWrite(clicks: ReadonlyMap<string, number>, key: Key, kept: HourItem | undefined): Write {
  const sketch = kept ? fromBytes(kept.sketch) : emptySketch();
  for (const [code, count] of clicks) add(sketch, code, count);
  const candidates = busiest(new Set([...(kept?.candidates ?? []), ...clicks.keys()]), (code) =>
    estimate(sketch, code),
  );
  const Item = {
    ...key,
    version: (kept?.version ?? 0) + 1,
    sketch: toBytes(sketch),
    candidates: candidates.slice(0, MAX_CANDIDATES).map(({ code }) => code),
    expiration: parseTime(`${key.sk}:00:00Z`) / 1000 + KEEP_HOUR_SECONDS,
  };
  return {
    put: kept
      ? { Item, ConditionExpression: 'version = :before', ExpressionAttributeValues: { ':before': kept.version } }
      : { Item, ConditionExpression: 'attribute_not_exists(pk)' },
  };
}

/** Most clicked first; ties by code, so that the order is the same on every call. */
export function busiest(
  codes: Iterable<string>,
  countOf: (code: string) => number,
): { code: string; clicks: number }[] {
  return [...codes]
    .map((code) => ({ code, clicks: countOf(code) }))
    .sort((a, b) => b.clicks - a.clicks || (a.code < b.code ? -1 : 1));
}

/** The counts of one kind in a day item: `referrers` or `devices` by name. */
export function countsOf(item: Record<string, unknown>, kind: 'referrer' | 'device'): [string, number][] {
  const prefix = kind === 'referrer' ? REFERRER : DEVICE;
  return Object.entries(item)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, clicks]) => [name.slice(prefix.length), clicks as number]);
}
