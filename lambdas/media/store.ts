// The media table, and how much of the quota each user has used.
//
// pattern                         | key condition                                | index   | cost
// announce                        | put mediaId, if there is none; the owner's quota | -     | 4 WCU, a transaction
// one item                        | get mediaId, strongly consistent             | -       | 1 RCU per 4 KB
// change of an item               | put mediaId if its version is the one before | -       | 1 WCU per KB, 2 more with the quota
// a video is accepted             | that, and the seconds of the day, 1 or 2     | -       | 2 WCU per KB and 2 each
// own media, newest first         | ownerId, position descending                 | byOwner | 0.5 RCU per 4 KB
// public media                    | shown shown#<0..N-1>, position descending    | shown   | 0.5 RCU per 4 KB and shard
// what is to be settled           | due due#<0..N-1>, dueAtMs up to now          | due     | 0.5 RCU per 4 KB and shard
//
// A media id is a uniform hash, so its partitions share the load. The last two lists receive every new item, so they are
// sharded: N = 4 takes 4,000 changes a second. The quota's items and bytes change in the transaction that adds or ends the
// media item, so each counts once. The event of a public item is written in the transaction that changes it.
import { isoTime, systemClock, utcDay } from '../shared/base/clock.ts';
import { env, optionalEnv } from '../shared/base/env.ts';
import { shardOf } from '../shared/base/shard-of.ts';
import { outboxWrite } from '../shared/messaging/outbox.ts';
import { transact } from '../shared/tables/conditional-write.ts';
import { addToDay } from '../shared/tables/day-sum.ts';
import { readPart } from '../shared/tables/index-part.ts';
import { itemOf, readItem, tableOf } from '../shared/tables/item.ts';
import { keyCondition } from '../shared/tables/key-condition.ts';
import { queryShards } from '../shared/tables/query.ts';
import { shardCount, shardKey } from '../shared/tables/shards.ts';
import { events } from './contract.ts';
import type { Reason } from './files/rejection.ts';
import { limits } from './limits.ts';
import { durationOf, type StoredMedia } from './media.ts';
import { publicFacts } from './media-view.ts';
import { bindings, tables } from './resources.ts';

const { byOwner, shown, due } = tables.media.index;
export const listShards = () => shardCount(bindings.mediaTable);

/** As stored in the table and its lists. */
export interface ListedMedia extends StoredMedia {
  readonly position: string;
}

function recordOf(media: StoredMedia) {
  const shard = shardOf(media.mediaId, listShards());
  return {
    ...media,
    position: `${isoTime(media.createdAtMs)}#${media.mediaId}`,
    ...(media.listed && { shown: shardKey('shown', shard) }),
    ...(media.dueAtMs !== undefined && { due: shardKey('due', shard) }),
  };
}

/** Takes the item from the owner's quota, or gives it back. */
const quota = ({ ownerId, sizeBytes }: StoredMedia, sign: 1 | -1) => ({
  Update: {
    ...itemOf(tables.quotas, { ownerId }),
    UpdateExpression: 'ADD counted :counted, bytes :bytes',
    ...(sign > 0 && {
      ConditionExpression: 'attribute_not_exists(counted) OR (counted < :most AND bytes <= :room)',
    }),
    ExpressionAttributeValues: {
      ':counted': sign,
      ':bytes': sign * sizeBytes,
      ...(sign > 0 && { ':most': limits.items, ':room': limits.bytes - sizeBytes }),
    },
  },
});

const counts = ({ state }: StoredMedia): boolean => state !== 'REJECTED' && state !== 'DELETED';

/** The media item, stored now or by an earlier attempt of its operation; undefined when the owner's quota is full. */
export async function addMedia(media: StoredMedia): Promise<StoredMedia | undefined> {
  const added = {
    Put: { ...tableOf(tables.media), Item: recordOf(media), ConditionExpression: 'attribute_not_exists(mediaId)' },
  };
  const refused = await transact([added, quota(media, 1)]);
  if (!refused) return media;
  return refused[0]?.Code === 'ConditionalCheckFailed' ? findMedia(media.mediaId) : undefined;
}

export async function findMedia(mediaId: string): Promise<StoredMedia | undefined> {
  const item = await readItem<ListedMedia & { readonly shown?: string; readonly due?: string }>(
    itemOf(tables.media, { mediaId }),
  );
  if (!item) return undefined;
  // Derived from the media item again with each write.
  const { position: _, shown: __, due: ___, ...media } = item;
  return media;
}

const unchanged = ({ version }: StoredMedia) => ({
  ConditionExpression: 'version = :version',
  ExpressionAttributeValues: { ':version': version },
});

/** The event for services that follow public media; contains nothing that only the owner knows. */
function told(before: StoredMedia, after: StoredMedia, nowMs: number) {
  if (!before.listed && !after.listed) return [];
  const publicUrl = env(bindings.publicUrl);
  const facts = publicFacts(after, publicUrl);
  if (before.listed === after.listed && JSON.stringify(publicFacts(before, publicUrl)) === JSON.stringify(facts))
    return [];
  const { mediaId, version, ownerId, listed: shown, correlationId } = after;
  const operationId = `${mediaId}-${version}`;
  return [
    outboxWrite(
      events.mediaChanged,
      { mediaId, version, ownerId, shown, ...facts },
      { nowMs, correlationId, operationId },
    ),
  ];
}

const put = (before: StoredMedia, after: StoredMedia) => ({
  Put: { ...tableOf(tables.media), Item: recordOf(after), ...unchanged(before) },
});

/**
 * The media item after the write; undefined when it changed since it was read, and nothing is written. A change to an
 * end state releases the quota.
 */
export async function replaceMedia(before: StoredMedia, change: StoredMedia): Promise<StoredMedia | undefined> {
  const after = { ...change, version: before.version + 1 };
  const ends = counts(before) && !counts(after);
  const writes = [
    put(before, after),
    ...(ends ? [quota(before, -1)] : []),
    ...told(before, after, systemClock.nowMs()),
  ];
  return (await transact(writes)) ? undefined : after;
}

/** Adds to the seconds of video of the day: of one user, or of all together. */
const secondsOfDay = (whose: string, amount: number, most: number, nowMs: number) => ({
  Update: addToDay(itemOf(tables.quotas, { ownerId: `${whose}#${utcDay(nowMs)}` }), {
    sum: 'videoSeconds',
    amount,
    most,
    nowMs,
  }),
});

/** Like replaceMedia, if the daily limits of the owner and of all users together have room for the video. */
export async function acceptMedia(
  before: StoredMedia,
  change: StoredMedia,
  nowMs: number,
): Promise<StoredMedia | Extract<Reason, 'TOO_MUCH_VIDEO_TODAY' | 'NO_MORE_VIDEO_TODAY'> | undefined> {
  const after = { ...change, version: before.version + 1 };
  const seconds = Math.ceil(durationOf(after) ?? 0);
  const ofAll = optionalEnv(bindings.dailySeconds);
  const refused = await transact([
    put(before, after),
    secondsOfDay(before.ownerId, seconds, limits.videoSecondsPerDay, nowMs),
    ...(ofAll ? [secondsOfDay('all', seconds, Number(ofAll), nowMs)] : []),
  ]);
  if (!refused) return after;
  const [changed, owner] = refused.map(({ Code }) => Code === 'ConditionalCheckFailed');
  if (changed) return undefined;
  return owner ? 'TOO_MUCH_VIDEO_TODAY' : 'NO_MORE_VIDEO_TODAY';
}

/** The last step of deleting a media item. */
export async function removeMedia(media: StoredMedia): Promise<void> {
  await transact([{ Delete: { ...itemOf(tables.media, { mediaId: media.mediaId }), ...unchanged(media) } }]);
}

/** Parts of a list, for pageOf in lambdas/shared/tables/shelf.ts; the indexes follow the table within moments. */
export const readOwn = (ownerId: string, limit: number, before?: string) =>
  readPart<ListedMedia>({ ...tableOf(tables.media), index: byOwner, key: ownerId, limit, before });
export const readShown = (shard: number, limit: number, before?: string) =>
  readPart<ListedMedia>({
    ...tableOf(tables.media),
    index: shown,
    key: shardKey('shown', shard),
    limit,
    before,
  });

/** Ids of items due by the given time, up to a number per shard. */
export async function dueMedia(untilMs: number, perShard: number): Promise<string[]> {
  const media = await queryShards<Pick<StoredMedia, 'mediaId'>>(listShards(), (shard) => ({
    ...tableOf(tables.media),
    ...keyCondition(due, 'due = :due AND dueAtMs <= :until'),
    ExpressionAttributeValues: { ':due': shardKey('due', shard), ':until': untilMs },
    Limit: perShard,
  }));
  return media.map(({ mediaId }) => mediaId);
}
