// A media to one who may see it, with how far it is now.
import { appKey } from '../shared/aws/secret.ts';
import type { Media } from './contract.ts';
import type { StoredMedia } from './media.ts';
import { present } from './media-view.ts';
import { findParts } from './video/part-store.ts';
import { percentOf } from './video/video.ts';

export async function presentNow(media: StoredMedia, nowMs: number): Promise<Media> {
  const { mediaId, state, video } = media;
  const parts = video && state === 'PROCESSING' ? await findParts(mediaId) : [];
  const percent = video ? percentOf(video, parts) : 0;
  return present(media, nowMs, { percent, key: await appKey('playback') });
}
