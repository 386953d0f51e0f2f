// Links of one owner, with a day of clicks each; the newest has a month of them, and an hour's sketch is in every shard.
import { add, emptySketch, toBytes } from '../../lambdas/links/clicks/count-min.ts';
import type { StoredLink } from '../../lambdas/links/link.ts';
import { bindings, clickHistory } from '../../lambdas/links/resources.ts';
import { utcDay, utcHour } from '../../lambdas/shared/base/clock.ts';
import { shardCount, shardKey } from '../../lambdas/shared/tables/shards.ts';
import { bornMs, idOf, type Loader, owner, type TableRow, type Thing } from './loader.ts';

export const codeOf = (i: number) => idOf('link', i).slice(0, 12);
/** Any link that every scale has. */
const path = { code: codeOf(7) };
const DAYS = 30;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const times = (count: number) => Array.from({ length: count }, (_, i) => i);
const shards = () => times(shardCount(bindings.clicksTable));
const click = (item: object): TableRow => ({ env: bindings.clicksTable, item });

function clicksOf({ i, nowMs }: Thing): TableRow[] {
  const days = i === 7 ? times(DAYS) : [0];
  return days.flatMap((day) =>
    (i === 7 ? shards() : [0]).map((shard) =>
      click({
        pk: shardKey(`clicks#${codeOf(i)}`, shard),
        sk: utcDay(nowMs - day * DAY_MS),
        total: 9,
        'ref:direct': 4,
        'ref:news.example': 5,
        'dev:mobile': 9,
      }),
    ),
  );
}

function sketches({ total, nowMs }: Thing): TableRow[] {
  const sketch = emptySketch();
  for (const i of times(total)) add(sketch, codeOf(i), 1);
  const candidates = times(16).map(codeOf);
  return times(clickHistory.hours).flatMap((hour) =>
    shards().map((shard) =>
      click({
        pk: shardKey('top', shard),
        sk: utcHour(nowMs - hour * HOUR_MS),
        version: 1,
        sketch: toBytes(sketch),
        candidates,
      }),
    ),
  );
}

export const links: Loader = {
  service: 'links',
  things: 'links of one owner',
  base: 500,
  rows: (thing) => {
    const link: StoredLink = {
      code: codeOf(thing.i),
      ownerId: owner,
      url: 'https://example.com/a/page?of=usual&length=1',
      permanent: false,
      createdAtMs: bornMs(thing),
      operationId: idOf('operation', thing.i),
    };
    const item = { env: bindings.linksTable, item: link };
    return [item, ...clicksOf(thing), ...(thing.i === 0 ? sketches(thing) : [])];
  },
  asks: [
    { route: 'listLinks', user: owner },
    { route: 'topLinks', user: owner, query: { hours: '24' } },
    { route: 'linkStats', user: owner, path, about: '30 days' },
    { route: 'linkStats', user: owner, path, about: 'from, to', query: { from: '2026-01-01', to: '2026-12-31' } },
  ],
};
