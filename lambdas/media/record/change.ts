// The only way to change the record of a media item: read, decide, write if nothing else has written. The loser decides
// again on the new state.
import { CONFLICT, retryOnConflict } from '../../shared/base/waits/retry-on-conflict.ts';
import type { StoredMedia } from '../media.ts';
import { findMedia, replaceMedia } from '../store.ts';

/**
 * A record has at most these concurrent writers: its owner, the upload worker, the part and caption workers, and the
 * sweep.
 */
const MAX_TRIES = 8;

/** Storage of records: `replace` returns the new record, or undefined when the record has changed since it was read. */
interface Records {
  readonly find: typeof findMedia;
  readonly replace: typeof replaceMedia;
}
const kept: Records = { find: findMedia, replace: replaceMedia };

interface Decision<Value> {
  /** The record to store; undefined when there is nothing to write. */
  readonly after: StoredMedia | undefined;
  readonly value: Value;
}

interface Changed<Value> {
  /** The current record. */
  readonly media: StoredMedia;
  readonly changed: boolean;
  readonly value: Value;
}

/**
 * The decision, once its record is stored; undefined when there is no such record. `from` is its id, or the record just
 * read. Side effects of `decision` are repeated when another writer comes in between.
 */
export function change<Value>(
  from: string | StoredMedia,
  decision: (media: StoredMedia) => Decision<Value> | Promise<Decision<Value>>,
  { find, replace }: Records = kept,
): Promise<Changed<Value> | undefined> {
  const mediaId = typeof from === 'string' ? from : from.mediaId;
  let known = typeof from === 'string' ? undefined : from;
  const attempt = async () => {
    const before = known ?? (await find(mediaId));
    known = undefined;
    if (!before) return undefined;
    const { after, value } = await decision(before);
    if (!after) return { media: before, changed: false, value };
    const written = await replace(before, after);
    return written ? { media: written, changed: true, value } : CONFLICT;
  };
  const giveUp = () => new Error(`Media ${mediaId} changed ${MAX_TRIES} times under one decision`);
  return retryOnConflict(`media ${mediaId}`, attempt, { tries: MAX_TRIES, giveUp });
}
