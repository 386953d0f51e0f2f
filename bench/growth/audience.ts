// Public media with full lists of what was watched with them, viewers with full histories, and full lists of trends.
import { HISTORY_LENGTH, type History, toBytes as historyBytes } from '../../lambdas/audience/history.ts';
import { bindings } from '../../lambdas/audience/resources.ts';
import type { MediaCopy } from '../../lambdas/audience/shown-store.ts';
import { type Summary, toBytes as summaryBytes } from '../../lambdas/audience/space-saving.ts';
import { HALF_LIFE_MS, TRENDING_PLACES } from '../../lambdas/audience/trend.ts';
import { shardCount, shardKey } from '../../lambdas/shared/tables/shards.ts';
import { type Loader, owner, type TableRow, type Thing } from './loader.ts';
import { mediaIdOf } from './media.ts';

const TOGETHER_PLACES = 32;

const shards = () => Array.from({ length: shardCount(bindings.viewsTable) }, (_, shard) => shard);
const view = (item: object): TableRow => ({ env: bindings.viewsTable, item });

/** The media after this one. */
const summaryOf = ({ i, total }: Thing, places: number): Summary =>
  new Map(Array.from({ length: places }, (_, n) => [mediaIdOf((i + n + 1) % total), { weight: places - n, error: 0 }]));

const historyOf = ({ i, total, nowMs }: Thing): History =>
  Array.from({ length: HISTORY_LENGTH }, (_, n) => ({
    mediaId: mediaIdOf((i + n * 2) % total),
    atMs: nowMs - n * 60_000,
  }));

const trends = (thing: Thing): TableRow[] =>
  shards().map((shard) =>
    view({
      pk: shardKey('trending', shard),
      version: 1,
      landmark: Math.floor(thing.nowMs / HALF_LIFE_MS),
      summary: summaryBytes(summaryOf(thing, TRENDING_PLACES)),
    }),
  );

export const audience: Loader = {
  service: 'audience',
  things: 'public media, and as many viewers',
  base: 100,
  rows: (thing) => {
    const { i } = thing;
    const copy: MediaCopy = {
      mediaId: mediaIdOf(i),
      version: 3,
      shown: true,
      kind: 'image',
      title: `Picture ${i}`,
      durationSeconds: null,
      pictureUrl: `https://shop.example/media/${mediaIdOf(i)}/small.jpg`,
    };
    const viewer = i === 0 ? owner : `growth-${i}`;
    return [
      { env: bindings.shownTable, item: copy },
      view({ pk: `history#${viewer}`, version: 1, watched: historyBytes(historyOf(thing)) }),
      ...shards().map((shard) =>
        view({
          pk: shardKey(`media#${mediaIdOf(i)}`, shard),
          version: 1,
          views: 40,
          together: summaryBytes(summaryOf(thing, TOGETHER_PLACES)),
        }),
      ),
      ...(i === 0 ? trends(thing) : []),
    ];
  },
  asks: [
    { route: 'relatedMedia', user: owner, path: { mediaId: mediaIdOf(0) } },
    { route: 'trendingMedia', user: owner },
    { route: 'recommendMedia', user: owner },
  ],
};
