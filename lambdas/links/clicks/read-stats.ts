// Reading the counters: sums over days and shards, and the busiest links of the last hours.

import type * as z from 'zod/mini';
import { parseTime, utcDay, utcHour } from '../../shared/base/clock.ts';
import { Problem } from '../../shared/base/problem.ts';
import type { Stats, StatsQuery, Top } from '../contract.ts';
import { linkProblems } from '../problems.ts';
import { clickHistory } from '../resources.ts';
import { busiest, countsOf } from './click-items.ts';
import { readDays, readHours } from './click-store.ts';
import { emptySketch, errorBound, estimate, fromBytes, merge } from './count-min.ts';
import { increment, sum } from './tally.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const TOP_LINKS = 10;

/** Both days included, UTC; the last 30 days by default. Refuses with RANGE_TOO_LONG. */
export async function clicksOf(code: string, range: z.infer<typeof StatsQuery>, nowMs: number): Promise<Stats> {
  const to = range.to ?? utcDay(nowMs);
  const from = range.from ?? utcDay(parseTime(to) - 29 * DAY_MS);
  const days = (parseTime(to) - parseTime(from)) / DAY_MS + 1;
  if (days < 1 || days > clickHistory.days) throw new Problem(linkProblems.rangeTooLong);
  const byDay = new Map<string, number>();
  const byReferrer = new Map<string, number>();
  const byDevice = new Map<string, number>();
  for (const item of await readDays(code, from, to)) {
    increment(byDay, item.sk as string, item.total as number);
    for (const [referrer, clicks] of countsOf(item, 'referrer')) increment(byReferrer, referrer, clicks);
    for (const [device, clicks] of countsOf(item, 'device')) increment(byDevice, device, clicks);
  }
  const ranked = (counts: Map<string, number>) => busiest(counts.keys(), (name) => counts.get(name) ?? 0);
  return {
    total: sum(byDay.values()),
    byDay: [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, clicks]) => ({ day, clicks })),
    byReferrer: ranked(byReferrer).map(({ code: referrer, clicks }) => ({ referrer, clicks })),
    byDevice: ranked(byDevice).map(({ code: device, clicks }) => ({ device, clicks })),
  };
}

/** Estimates over all links. 24 hours read up to 96 items of 4 KB, 96 RCU a call: call it rarely. */
export async function topLinks(
  hours: number,
  nowMs: number,
): Promise<Omit<Top, 'items'> & { items: { code: string; clicks: number }[] }> {
  const items = await readHours(utcHour(nowMs - (hours - 1) * HOUR_MS), utcHour(nowMs));
  const merged = emptySketch();
  for (const { sketch } of items) merge(merged, fromBytes(sketch));
  const candidates = new Set(items.flatMap((item) => item.candidates));
  return {
    items: busiest(candidates, (code) => estimate(merged, code)).slice(0, TOP_LINKS),
    hours,
    errorBound: errorBound(merged),
  };
}
