// Stores the outcome of a video's captions: first the file, then the one write that makes it visible, once.
import { systemClock } from '../../shared/base/clock.ts';
import { log } from '../../shared/base/log.ts';
import { type Cue, webVtt } from '../core/webvtt.ts';
import { publish, putRenditions } from '../files/blob-store.ts';
import { hashedName } from '../files/hashes.ts';
import type { StoredMedia } from '../media.ts';
import { change } from '../record/change.ts';
import { decide, wantsCaptions } from '../record/decide.ts';
import { remade } from '../video/assemble-video.ts';
import type { MadeVideo, StoredCaptions } from '../video/video.ts';

/** NONE: the video has no speech. */
export type FoundCaptions =
  | { readonly state: 'NONE' | 'FAILED' }
  | {
      readonly state: 'READY';
      readonly source: NonNullable<StoredCaptions['source']>;
      readonly language: string;
      readonly bytes: Buffer;
    };

/** Written in our own WebVTT, whatever the source format was. */
export const captionsOf = (
  cues: readonly Cue[],
  source: NonNullable<StoredCaptions['source']>,
  language: string,
): FoundCaptions =>
  cues.length === 0 ? { state: 'NONE' } : { state: 'READY', source, language, bytes: Buffer.from(webVtt(cues)) };

/**
 * Does nothing if the video already has captions. A playable video gets a new master playlist with them, also on the
 * CDN if it is listed.
 */
export async function keepCaptions(mediaId: string, found: FoundCaptions): Promise<void> {
  const captions = await stored(mediaId, found);
  const done = await change(mediaId, async (media) => {
    if (!wantsCaptions(media)) return { after: undefined, value: undefined };
    const made = await madeWith(media, captions);
    const after = decide(media, { step: 'CAPTIONED', captions, made }, systemClock.nowMs());
    // Before the write: a listed item must have all its files on the CDN.
    if (after && media.listed && captions.file) await publish(after);
    return { after, value: undefined };
  });
  if (!done?.changed) return;
  const { correlationId } = done.media;
  log('info', `captions ${captions.state}`, { mediaId, correlationId, source: captions.source });
}

async function stored(mediaId: string, found: FoundCaptions): Promise<StoredCaptions> {
  if (found.state !== 'READY') return { state: found.state };
  const { bytes, ...captions } = found;
  const file = hashedName(bytes, 'vtt');
  await putRenditions(mediaId, new Map([[file, { bytes, contentType: 'text/vtt' }]]));
  return { ...captions, file };
}

/**
 * The video with its captions; undefined while it is being transcoded, because the worker that assembles it picks up
 * the captions.
 */
async function madeWith(
  { mediaId, state, video }: StoredMedia,
  captions: StoredCaptions,
): Promise<MadeVideo | undefined> {
  if (state === 'PROCESSING' || !captions.file || !video) return undefined;
  const made = await remade(mediaId, { ...video, captions });
  if (!made) throw new Error(`${mediaId} is READY without a part`);
  return made;
}
