// A media item as a user who may see it receives it, with its current progress.
import { presignUrl, signerOf } from '../shared/aws/presign.ts';
import { appKey } from '../shared/aws/secret.ts';
import { env } from '../shared/base/env.ts';
import type { StoredMedia } from './media.ts';
import { present, type Viewer } from './media-view.ts';
import { bindings } from './resources.ts';
import type { Media } from './schemas.ts';
import { findParts } from './video/part-store.ts';
import { percentOf } from './video/video.ts';

export async function presentNow(media: StoredMedia, viewer: Viewer, nowMs: number): Promise<Media> {
  const { mediaId, state, video } = media;
  const parts = video && state === 'PROCESSING' ? await findParts(mediaId) : [];
  const percent = video ? percentOf(video, parts) : 0;
  return present(media, viewer, nowMs, percent, {
    publicUrl: env(bindings.publicUrl),
    sign: (key, time) => presignUrl(signerOf(env(bindings.renditions)), 'GET', key, time),
    key: await appKey('playback'),
  });
}
