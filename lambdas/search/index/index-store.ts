// The index table, which names the segments of each index, and the bucket, which holds them. Published documents are one
// index; every collection is another one, with its own manifest, so their rates of change and statistics do not mix.
//
// pattern                        | key condition                                      | cost
// the current index              | get `current` or `<collection>/current`, strongly  | 1 RCU per 4 KB: 25 segments
//                                |   consistent                                       |
// an earlier index               | get `generation#<n>`; gone after an hour           | 0.5 RCU per 4 KB
// a new segment, a merge         | put `current` if its generation is the one before, | 4 WCU per KB of both
//                                |   with `generation#<n>`, in one transaction        |
// the names of the collections   | get `collections`; the first commit adds its own   | 0.5 RCU
// a segment's bytes              | bucket segments/<id>, whole or a range; of a       | one GET
//                                |   collection, collections/<collection>/<id>        |
// a part of a job, for loading   | bucket imports/<collection>/...                    | one GET
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { systemClock } from '../../shared/base/clock.ts';
import { env } from '../../shared/base/env.ts';
import { newId } from '../../shared/base/ids.ts';
import { ANALYSIS } from '../../shared/base/text/analysis.ts';
import { CONFLICT, retryOnConflict } from '../../shared/base/waits/retry-on-conflict.ts';
import { transact, updateIf, writeIf } from '../../shared/tables/conditional-write.ts';
import { itemOf, readItem, tableOf } from '../../shared/tables/item.ts';
import { s3 } from '../object-store.ts';
import { bindings, buckets, tables } from '../resources.ts';
import { IndexReader } from './index-reader.ts';
import {
  type Change,
  DOCUMENTS,
  KEEP_MS,
  KEEP_OF_COLLECTIONS_MS,
  type Manifest,
  next,
  nothing,
  type SegmentName,
} from './manifest.ts';
import type { Built } from './segment.ts';

const generationKey = (generation: number): string => `generation#${generation}`;
const COLLECTIONS = 'collections';
const { prefix } = buckets.segments;

/** Concurrent writers of the manifest cancel each other; one of them succeeds each time. */
const MAX_TRIES = 30;

const readManifest = (key: string, ConsistentRead: boolean): Promise<Manifest | undefined> =>
  readItem(itemOf(tables.index, { key }), { ConsistentRead });

/** The collections that were ever written, without the documents. */
export async function collectionNames(): Promise<string[]> {
  const item = await readItem<{ names?: Set<string> }>(itemOf(tables.index, { key: COLLECTIONS }), {
    ConsistentRead: false,
  });
  return [...(item?.names ?? [])].sort();
}

/** The segment left the index so long ago that it was removed. */
export class SegmentGone extends Error {}

/** The index of published documents, or of one collection. */
export class IndexStore {
  readonly #collection: string;
  readonly #currentKey: string;
  readonly #prefix: string;
  readonly #isDocuments: boolean;

  constructor(collection: string = DOCUMENTS) {
    this.#collection = collection;
    this.#isDocuments = collection === DOCUMENTS;
    this.#currentKey = this.#isDocuments ? 'current' : `${collection}/current`;
    this.#prefix = this.#isDocuments ? prefix.segments : (`${prefix.collections}${collection}/` as const);
  }

  async currentManifest(): Promise<Manifest> {
    return (await readManifest(this.#currentKey, true)) ?? nothing;
  }

  /**
   * Of documents only: cursors of collections do not name a generation. Undefined for a generation long gone. Its
   * segments stay for an hour after it stopped being current.
   */
  async manifestOf(generation: number): Promise<Manifest | undefined> {
    if (generation === 0) return nothing;
    return readManifest(generationKey(generation), false);
  }

  /** The manifest after the change; undefined when there was nothing to change. */
  commit(change: Change, marks: Pick<Manifest, 'filled'> = {}): Promise<Manifest | undefined> {
    const attempt = async () => {
      const before = await this.currentManifest();
      const keepMs = this.#isDocuments ? KEEP_MS : KEEP_OF_COLLECTIONS_MS;
      const after = next(before, change, systemClock.nowMs(), { ...marks, keepMs });
      return !after || (await this.#follow(before, after)) ? after : CONFLICT;
    };
    return retryOnConflict(`the manifest of ${this.#collection}`, attempt, { tries: MAX_TRIES });
  }

  /** False when another manifest already follows `before`. */
  async #follow(before: Manifest, after: Manifest): Promise<boolean> {
    const condition =
      before.generation === 0
        ? { ConditionExpression: 'attribute_not_exists(#key)', ExpressionAttributeNames: { '#key': 'key' } }
        : { ConditionExpression: 'generation = :before', ExpressionAttributeValues: { ':before': before.generation } };
    const put = { ...tableOf(tables.index), Item: { key: this.#currentKey, ...after }, ...condition };
    if (!this.#isDocuments) {
      if (before.generation === 0) await this.#name();
      return writeIf(new PutCommand(put));
    }
    const expiration = Math.ceil((systemClock.nowMs() + 2 * KEEP_MS) / 1000);
    const refused = await transact([
      { Put: put },
      { Put: { ...tableOf(tables.index), Item: { key: generationKey(after.generation), ...after, expiration } } },
    ]);
    return refused === undefined;
  }

  /** Names the collection to the merger, before its first manifest. */
  async #name(): Promise<void> {
    await updateIf({
      ...itemOf(tables.index, { key: COLLECTIONS }),
      UpdateExpression: 'ADD #names :own',
      ExpressionAttributeNames: { '#names': 'names' },
      ExpressionAttributeValues: { ':own': new Set([this.#collection]) },
    });
  }

  /** Stores a segment under a new name: nothing is ever overwritten, and a segment that no manifest names is garbage. */
  async putSegment({ bytes, tailFrom, documents }: Built, source: string = this.#collection): Promise<SegmentName> {
    const segmentId = newId();
    await s3().send(new PutObjectCommand({ ...this.#object(segmentId), Body: bytes }));
    return { segmentId, size: bytes.length, tailFrom, documents, source, analysis: ANALYSIS };
  }

  async readSegment(segmentId: string, from: number, to: number): Promise<Uint8Array> {
    const Range = `bytes=${from}-${to - 1}`;
    const bytes = await s3()
      .send(new GetObjectCommand({ ...this.#object(segmentId), Range }))
      .then(({ Body }) => Body?.transformToByteArray())
      .catch((error: unknown) => {
        if (error instanceof NoSuchKey) throw new SegmentGone(`segment ${segmentId} is gone`);
        throw error;
      });
    if (bytes?.length !== to - from)
      throw new Error(`segment ${segmentId} returned ${bytes?.length} of ${to - from} bytes`);
    return bytes;
  }

  #object(segmentId: string) {
    return { Bucket: env(bindings.indexBucket), Key: `${this.#prefix}${segmentId}` };
  }

  /**
   * Removes segments that no search can read any more, at most 1,000, and returns how many. A segment enters a manifest
   * within minutes or never.
   */
  async removeRubbish(readable: ReadonlySet<string>, nowMs: number): Promise<number> {
    const { Contents = [] } = await s3().send(
      new ListObjectsV2Command({ Bucket: env(bindings.indexBucket), Prefix: this.#prefix }),
    );
    const Objects = Contents.filter(({ Key = '', LastModified }) => {
      const isOld = LastModified !== undefined && LastModified.getTime() < nowMs - KEEP_MS;
      return isOld && !readable.has(Key.slice(this.#prefix.length));
    }).map(({ Key }) => ({ Key }));
    if (Objects.length > 0)
      await s3().send(
        new DeleteObjectsCommand({ Bucket: env(bindings.indexBucket), Delete: { Objects, Quiet: true } }),
      );
    return Objects.length;
  }
}

/** For a warm instance to read: the index of published documents, or of a collection. */
export function storedIndex(collection?: string): IndexReader {
  const store = new IndexStore(collection);
  return new IndexReader(
    {
      current: () => store.currentManifest(),
      at: (generation) => store.manifestOf(generation),
      read: (segmentId, from, to) => store.readSegment(segmentId, from, to),
    },
    systemClock,
  );
}

/** An object uploaded for loading; it expires by itself after a day. */
export async function readImport(key: string): Promise<string> {
  const { Body } = await s3().send(new GetObjectCommand({ Bucket: env(bindings.indexBucket), Key: key }));
  return (await Body?.transformToString()) ?? '';
}
