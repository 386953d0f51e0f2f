// The one way the record of a media item changes: read, decide, write if nobody else did; who loses decides again on what is there then.
import { CONFLICT, retryOnConflict } from '../shared/base/retry-on-conflict.ts';
import type { StoredMedia } from './media.ts';
import { findMedia, replaceMedia } from './store.ts';

/** Its owner, the worker of an upload, those of its parts and captions, and the sweep: more do not meet at one record. */
const MAX_TRIES = 8;

/** Where records are kept: `replace` answers the record as it is then, or undefined when it is no longer as it was read. */
interface Records {
  readonly find: typeof findMedia;
  readonly replace: typeof replaceMedia;
}
const kept: Records = { find: findMedia, replace: replaceMedia };

interface Decision<Value> {
  /** The record as it is to be kept; undefined when there is nothing to write. */
  readonly after: StoredMedia | undefined;
  readonly value: Value;
}

interface Changed<Value> {
  /** As it is now. */
  readonly media: StoredMedia;
  readonly changed: boolean;
  readonly value: Value;
}

/**
 * What was decided, once it is kept; undefined when there is no such record. `from` is its id, or the record as it was just read.
 * What `decision` does beside deciding it does again when somebody else writes meanwhile.
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
