// Records of media items in their states, as the rules make them.
import { newMedia, type Picture, type StoredMedia } from '../../lambdas/media/media.ts';
import { type Command, decide } from '../../lambdas/media/record/decide.ts';
import type { StoredVideo } from '../../lambdas/media/video/video.ts';

const call = { nowMs: 1_000_000, operationId: 'one', correlationId: 'c' };
export const pending = newMedia('u', { filename: 'a.jpg', contentType: 'image/jpeg', sizeBytes: 10 }, call);
export const picture: Picture = { width: 1, height: 1, checksum: '', placeholder: '', renditions: [] };

export function becomes(media: StoredMedia, command: Command, nowMs: number): StoredMedia {
  const after = decide(media, command, nowMs);
  if (!after) throw new Error(`${command.step} means nothing to what is ${media.state}`);
  return after;
}

export const made = becomes(pending, { step: 'RENDERED', picture }, 1);
export const video: StoredVideo = {
  source: {
    container: 'mov',
    codec: 'h264',
    width: 64,
    height: 36,
    startSeconds: 0,
    rate: { num: 25_000, den: 1000 },
    frames: 50,
    keyFrameSeconds: [0],
    hasAudio: true,
  },
  etag: 'e',
  checksum: 'c',
  captions: { state: 'PENDING' },
};
export const shownVideo = {
  master: 'm',
  poster: 'p',
  sheets: [],
  columns: 1,
  tileWidth: 1,
  tileHeight: 1,
  files: ['p', 'm', 'p'],
};
export const processing = becomes(pending, { step: 'ACCEPTED', video }, 1);
