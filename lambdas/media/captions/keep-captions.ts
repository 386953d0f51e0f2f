// Keeps what became of the captions of a video: the file first, then the one write by which they are seen, once.
import { systemClock } from '../../shared/base/clock.ts';
import { log } from '../../shared/base/log.ts';
import { CONFLICT, retryOnConflict } from '../../shared/base/retry-on-conflict.ts';
import { publish, putRenditions } from '../blob-store.ts';
import { type Cue, webVtt } from '../core/webvtt.ts';
import { hashedName } from '../hashes.ts';
import { captioned, type StoredMedia } from '../media.ts';
import { findMedia, replaceMedia } from '../store.ts';
import { remade } from '../video/assemble-video.ts';
import type { StoredCaptions, StoredVideo } from '../video/video.ts';

/** NONE: nobody speaks. */
export type FoundCaptions =
  | { readonly state: 'NONE' | 'FAILED' }
  | {
      readonly state: 'READY';
      readonly source: NonNullable<StoredCaptions['source']>;
      readonly language: string;
      readonly bytes: Buffer;
    };

type Captioning = StoredMedia & { readonly video: StoredVideo };

/** Neither over nor deleted, and nobody was faster. */
export const isWithoutCaptions = (media: StoredMedia | undefined): media is Captioning =>
  (media?.state === 'PROCESSING' || media?.state === 'READY') && media.video?.captions.state === 'PENDING';

/** In our own writing, whatever others wrote. */
export const captionsOf = (
  cues: readonly Cue[],
  source: NonNullable<StoredCaptions['source']>,
  language: string,
): FoundCaptions =>
  cues.length === 0 ? { state: 'NONE' } : { state: 'READY', source, language, bytes: Buffer.from(webVtt(cues)) };

/** Nothing when they are there already. A video that can be played gets a master with them, on the CDN too when it is there. */
export async function keepCaptions(mediaId: string, found: FoundCaptions): Promise<void> {
  const captions = await stored(mediaId, found);
  await retryOnConflict(`the captions of media ${mediaId}`, async () => {
    const media = await findMedia(mediaId);
    if (!isWithoutCaptions(media)) return;
    const after = captioned(media, await withCaptions(media, captions), captions, systemClock.nowMs());
    // Before the write: what everybody may see has all its files there.
    if (media.listed && captions.file) await publish(after);
    if (!(await replaceMedia(media, after))) return CONFLICT;
    const { correlationId } = media;
    return log('info', `captions ${captions.state}`, { mediaId, correlationId, source: captions.source });
  });
}

async function stored(mediaId: string, found: FoundCaptions): Promise<StoredCaptions> {
  if (found.state !== 'READY') return { state: found.state };
  const { bytes, ...captions } = found;
  const file = hashedName(bytes, 'vtt');
  await putRenditions(mediaId, new Map([[file, { bytes, contentType: 'text/vtt' }]]));
  return { ...captions, file };
}

/** Who puts together what is being made finds the captions there. */
async function withCaptions({ mediaId, state, video }: Captioning, captions: StoredCaptions): Promise<StoredVideo> {
  if (state === 'PROCESSING' || !captions.file) return video;
  const made = await remade(mediaId, { ...video, captions });
  if (!made) throw new Error(`${mediaId} is READY without a part`);
  return { ...video, made };
}
