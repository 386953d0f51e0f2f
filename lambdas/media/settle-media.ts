// Brings the bytes of a media item in line with its record, and the record to its final state. If this dies, the record
// stays due and the sweep repeats it.

import { publish, tidy, withdraw } from './files/blob-store.ts';
import { invalidate } from './files/cdn-store.ts';
import { hasUpload } from './files/upload-store.ts';
import { isQuiet, type StoredMedia } from './media.ts';
import { change } from './record/change.ts';
import { type Found, type Settlement, settlementOf } from './record/decide.ts';
import { removeMedia } from './store.ts';
import { findParts, removeParts } from './video/part-store.ts';
import { askForWork, tellAccepted } from './video/work-store.ts';

export interface Settled {
  /** The current record; undefined when it is gone. */
  readonly media?: StoredMedia;
  readonly did: Settlement['did'];
}

/** Each step can be repeated. */
const works: Record<Settlement['work'][number], (media: StoredMedia) => Promise<unknown>> = {
  'ask for work': ({ mediaId }) => askForWork(mediaId),
  'tell workers': tellAccepted,
  publish,
  withdraw: async (media) => {
    await withdraw(media);
    await invalidate(media);
  },
  tidy: async (media) => {
    await tidy(media);
    if (media.state === 'REJECTED' && media.video) await removeParts(media.mediaId);
  },
  remove: async (media) => {
    if (media.video) await removeParts(media.mediaId);
    await removeMedia(media);
  },
};

/** `from`: its id, or the record just read. */
export async function settle(from: string | StoredMedia, nowMs: number): Promise<Settled> {
  const done = await change(from, async (media) => {
    const { work, did, after } = settlementOf(media, await foundOf(media, nowMs), nowMs);
    for (const one of work) await works[one](media);
    return { after, value: did };
  });
  if (!done) return { did: 'nothing' };
  return { did: done.value, ...(done.value !== 'removed' && { media: done.media }) };
}

async function foundOf(media: StoredMedia, nowMs: number): Promise<Found> {
  const { mediaId, state } = media;
  const parts = state === 'PROCESSING' ? await findParts(mediaId) : [];
  return {
    hasUpload: state === 'PENDING' && isQuiet(media, nowMs) && (await hasUpload(mediaId)),
    heardAtMs: Math.max(0, ...parts.map(({ updatedAtMs }) => updatedAtMs)),
  };
}
