// The one way the record of a media item changes: read, decide, write if nobody else did; who loses decides again on what is there then.
import { pause } from '../shared/base/clock.ts';
import { jitterMs } from '../shared/base/ids.ts';
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
export async function change<Value>(
  from: string | StoredMedia,
  decision: (media: StoredMedia) => Decision<Value> | Promise<Decision<Value>>,
  { find, replace }: Records = kept,
): Promise<Changed<Value> | undefined> {
  const mediaId = typeof from === 'string' ? from : from.mediaId;
  let before = typeof from === 'string' ? await find(from) : from;
  for (let tries = 0; before; tries += 1) {
    const { after, value } = await decision(before);
    if (!after) return { media: before, changed: false, value };
    const written = await replace(before, after);
    if (written) return { media: written, changed: true, value };
    if (tries + 1 === MAX_TRIES) throw new Error(`Media ${mediaId} changed ${MAX_TRIES} times under one decision`);
    await pause(jitterMs(20 * 2 ** Math.min(tries, 4)));
    before = await find(mediaId);
  }
  return undefined;
}
