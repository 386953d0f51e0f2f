// The index table, which names the segments of the index, and the bucket, which holds them.
//
// pattern                        | key condition                                      | cost
// the current index              | get `current`, strongly consistent                 | 1 RCU per 4 KB: 25 segments
// an earlier index               | get `generation#<n>`; gone after an hour           | 0.5 RCU per 4 KB
// a new segment, a merge         | put `current` if its generation is the one before, | 4 WCU per KB of both
//                                |   with `generation#<n>`, in one transaction        |
// a segment's bytes              | bucket segments/<id>, whole or a range             | one GET
// a part of a job, for loading   | bucket imports/<collection>/...                    | one GET
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { systemClock } from '../../shared/base/clock.ts';
import { env } from '../../shared/base/env.ts';
import { newId } from '../../shared/base/ids.ts';
import { ANALYSIS } from '../../shared/base/text/analysis.ts';
import { CONFLICT, retryOnConflict } from '../../shared/base/waits/retry-on-conflict.ts';
import { transact } from '../../shared/tables/conditional-write.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { s3 } from '../object-store.ts';
import { bindings, buckets, tables } from '../resources.ts';
import { type Change, KEEP_MS, type Manifest, next, nothing, type SegmentName } from './manifest.ts';
import type { Built } from './segment.ts';

const CURRENT = 'current';
const generationKey = (generation: number): string => `generation#${generation}`;

/** Concurrent writers of the manifest cancel each other; one of them succeeds each time. */
const MAX_TRIES = 30;

export async function currentManifest(): Promise<Manifest> {
  return (await readManifest(CURRENT, true)) ?? nothing;
}

/** Undefined for a generation long gone. Its segments stay for an hour after it stopped being current. */
export async function manifestOf(generation: number): Promise<Manifest | undefined> {
  if (generation === 0) return nothing;
  return readManifest(generationKey(generation), false);
}

const readManifest = (key: string, ConsistentRead: boolean): Promise<Manifest | undefined> =>
  readItem(itemOf(tables.index, { key }), { ConsistentRead });

/** The manifest after the change; undefined when there was nothing to change. */
export function commit(change: Change): Promise<Manifest | undefined> {
  const attempt = async () => {
    const before = await currentManifest();
    const after = next(before, change, systemClock.nowMs());
    return !after || (await follow(before, after)) ? after : CONFLICT;
  };
  return retryOnConflict('the manifest', attempt, { tries: MAX_TRIES });
}

/** False when another manifest already follows `before`. */
async function follow(before: Manifest, after: Manifest): Promise<boolean> {
  const condition =
    before.generation === 0
      ? { ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': 'key' } }
      : { ConditionExpression: 'generation = :before', ExpressionAttributeValues: { ':before': before.generation } };
  const expiration = Math.ceil((systemClock.nowMs() + 2 * KEEP_MS) / 1000);
  const refused = await transact([
    { Put: { ...tableOf(tables.index), Item: { key: CURRENT, ...after }, ...condition } },
    { Put: { ...tableOf(tables.index), Item: { key: generationKey(after.generation), ...after, expiration } } },
  ]);
  return refused === undefined;
}

const PREFIX = buckets.segments.prefix.segments;
const object = (segmentId: string) => ({ Bucket: env(bindings.indexBucket), Key: `${PREFIX}${segmentId}` });

/** Stores a segment under a new name: nothing is ever overwritten, and a segment that no manifest names is garbage. */
export async function putSegment({ bytes, tailFrom, documents }: Built, source: string): Promise<SegmentName> {
  const segmentId = newId();
  await s3().send(new PutObjectCommand({ ...object(segmentId), Body: bytes }));
  return { segmentId, size: bytes.length, tailFrom, documents, source, analysis: ANALYSIS };
}

/** The segment left the index so long ago that it was removed. */
export class SegmentGone extends Error {}

export async function readSegment(segmentId: string, from: number, to: number): Promise<Uint8Array> {
  if (from === to) return new Uint8Array();
  const Range = `bytes=${from}-${to - 1}`;
  const bytes = await s3()
    .send(new GetObjectCommand({ ...object(segmentId), Range }))
    .then(({ Body }) => Body?.transformToByteArray())
    .catch((error: unknown) => {
      if (error instanceof NoSuchKey) throw new SegmentGone(`segment ${segmentId} is gone`);
      throw error;
    });
  if (bytes?.length !== to - from)
    throw new Error(`segment ${segmentId} returned ${bytes?.length} of ${to - from} bytes`);
  return bytes;
}

/** An object uploaded for loading; it expires by itself after a day. */
export async function readImport(key: string): Promise<string> {
  const { Body } = await s3().send(new GetObjectCommand({ Bucket: env(bindings.indexBucket), Key: key }));
  return (await Body?.transformToString()) ?? '';
}

/**
 * Removes segments that no search can read any more, at most 1,000, and returns how many. A segment enters a manifest
 * within minutes or never.
 */
export async function removeRubbish(readable: ReadonlySet<string>, nowMs: number): Promise<number> {
  const { Contents = [] } = await s3().send(
    new ListObjectsV2Command({ Bucket: env(bindings.indexBucket), Prefix: PREFIX }),
  );
  const Objects = Contents.filter(({ Key = '', LastModified }) => {
    const isOld = LastModified !== undefined && LastModified.getTime() < nowMs - KEEP_MS;
    return isOld && !readable.has(Key.slice(PREFIX.length));
  }).map(({ Key }) => ({ Key }));
  if (Objects.length > 0)
    await s3().send(new DeleteObjectsCommand({ Bucket: env(bindings.indexBucket), Delete: { Objects, Quiet: true } }));
  return Objects.length;
}
