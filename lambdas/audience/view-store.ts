// The views table: the counts. Replays cannot change them, because each write includes its stream position.
//
// pattern                                  | key                             | limit it respects
// add a tally, move the position           | one TransactWriteItems          | 100 items, each at the version that was read
// position of a stream shard               | position#<shard id>             | one writer per shard
// what a user watched last                 | history#<userId>                | under 1 KB: 50 media
// views of an item, and what with it       | media#<mediaId>#<0..N-1>        | under 1 KB: 32 media; 1,000 WCU each
// what is watched now                      | trending#<0..N-1>               | under 3 KB: 100 media; 6 WCU per tally
//
// A stream shard always writes the same counter shard. With more stream shards than N, two may conflict, and one retries.
import { systemClock } from '../shared/base/clock.ts';
import { findPosition, type Position, positionPut } from '../shared/messaging/stream-position.ts';
import { readById } from '../shared/tables/batch-get.ts';
import { atVersion, transact } from '../shared/tables/conditional-write.ts';
import { itemOf, tableOf } from '../shared/tables/item.ts';
import { shardCount, shardKey, shardOfStream } from '../shared/tables/shards.ts';
import { toBytes as historyBytes, fromBytes as historyOf, REMEMBERED_MS } from './history.ts';
import { bindings, tables } from './resources.ts';
import { add, merge, type Summary, toBytes as summaryBytes, fromBytes as summaryOf } from './space-saving.ts';
import type { KeptHistory, MediaTally, Tally } from './tally.ts';
import { nothingTrends, type Trending, withViews } from './trend.ts';

/** Per media item and counter shard; no error is above 1/32 of the list's total. */
const TOGETHER_PLACES = 32;

interface Item {
  readonly pk: string;
  readonly version: number;
}
type HistoryItem = Item & { readonly watched: Uint8Array };
type MediaItem = Item & { readonly views: number; readonly together: Uint8Array };
type TrendingItem = Item & { readonly landmark: number; readonly summary: Uint8Array };

const shards = () => shardCount(bindings.viewsTable);
const allShards = () => Array.from({ length: shards() }, (_, shard) => shard);
const positionKey = (shardId: string) => ({ pk: `position#${shardId}` });
const historyKey = (userId: string): string => `history#${userId}`;
const mediaKey = (mediaId: string, shard: number): string => shardKey(`media#${mediaId}`, shard);
const trendingKey = (shard: number): string => shardKey('trending', shard);

const read = <Kept extends Item>(keys: readonly string[], ConsistentRead: boolean) =>
  readById<Kept>(
    keys.map((pk) => itemOf(tables.views, { pk })),
    ({ pk }) => pk,
    { ConsistentRead },
  );

export const readPosition = (shardId: string): Promise<Position> =>
  findPosition(itemOf(tables.views, positionKey(shardId)));

/** By user; only users who have a history. */
export async function readHistories(userIds: ReadonlySet<string>): Promise<Map<string, KeptHistory>> {
  const kept = await read<HistoryItem>([...userIds].map(historyKey), true);
  return new Map(
    [...userIds].flatMap((userId) => {
      const item = kept.get(historyKey(userId));
      return item ? [[userId, { version: item.version, history: historyOf(item.watched) }]] : [];
    }),
  );
}

/**
 * Adds the tally and moves the position, both or neither; false when another consumer has meanwhile written one of its
 * items.
 */
export async function addTally(shardId: string, { position, histories, media, views }: Tally): Promise<boolean> {
  const shard = shardOfStream(shardId, shards());
  const keys = [...media.keys()].map((mediaId) => mediaKey(mediaId, shard));
  const kept = await read<MediaItem & TrendingItem>([...keys, ...(views.length > 0 ? [trendingKey(shard)] : [])], true);
  const puts = [
    positionPut(shardId, positionKey(shardId), { ...position }),
    ...[...histories].map(([userId, history]) => historyPut(userId, history)),
    ...[...media].map(([mediaId, tally]) => {
      const pk = mediaKey(mediaId, shard);
      return versionPut(pk, kept.get(pk)?.version, withTally(tally, kept.get(pk)));
    }),
  ];
  if (views.length > 0) {
    const item = kept.get(trendingKey(shard));
    const { landmark, summary } = withViews(item ? trendingOf(item) : nothingTrends, views);
    puts.push(versionPut(trendingKey(shard), item?.version, { landmark, summary: summaryBytes(summary) }));
  }
  return (await transact(puts.map((Put) => ({ Put: { ...tableOf(tables.views), ...Put } })))) === undefined;
}

const versionPut = (pk: string, version = 0, attributes: object) => ({
  Item: { pk, version: version + 1, ...attributes },
  ...atVersion(version),
});

const historyPut = (userId: string, { version, history }: KeptHistory) =>
  versionPut(historyKey(userId), version - 1, {
    watched: historyBytes(history),
    expiration: Math.ceil((systemClock.nowMs() + REMEMBERED_MS) / 1000),
  });

function withTally({ views, together }: MediaTally, kept: MediaItem | undefined) {
  const summary = kept ? summaryOf(kept.together) : new Map();
  for (const [mediaId, times] of together) add(summary, TOGETHER_PLACES, mediaId, times);
  return { views: (kept?.views ?? 0) + views, together: summaryBytes(summary) };
}

const trendingOf = ({ landmark, summary }: TrendingItem): Trending => ({ landmark, summary: summaryOf(summary) });

/** Views of a media item and what was watched together with it, over all shards. */
export interface Watching {
  readonly views: number;
  readonly together: Summary;
}

/** An entry for every given media item; eventually consistent: 0.5 RCU per item and shard. */
export async function readWatching(mediaIds: readonly string[]): Promise<ReadonlyMap<string, Watching>> {
  const keysOf = (mediaId: string) => allShards().map((shard) => mediaKey(mediaId, shard));
  const kept = await read<MediaItem>(mediaIds.flatMap(keysOf), false);
  return new Map(
    mediaIds.map((mediaId) => {
      const items = keysOf(mediaId).flatMap((pk) => kept.get(pk) ?? []);
      const views = items.reduce((total, item) => total + item.views, 0);
      const together = merge(
        items.map((item) => summaryOf(item.together)),
        TOGETHER_PLACES,
      );
      return [mediaId, { views, together }];
    }),
  );
}

/** One per counter shard; 0.5 RCU each. */
export async function readTrending(): Promise<Trending[]> {
  const kept = await read<TrendingItem>(allShards().map(trendingKey), false);
  return [...kept.values()].map(trendingOf);
}
