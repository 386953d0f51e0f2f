// Assembles the parts of a video: the playlists, the master last, and then the one write that makes it visible.
import { systemClock } from '../../shared/base/clock.ts';
import { log } from '../../shared/base/log.ts';
import { sheetsOf } from '../core/encode-chunk.ts';
import { MASTER, MPD, playlists } from '../core/manifests/playlist.ts';
import { type Files, putRenditions } from '../files/blob-store.ts';
import { hashedName } from '../files/hashes.ts';
import { change } from '../record/change.ts';
import { decide, isBeingMade } from '../record/decide.ts';
import { findParts } from './part-store.ts';
import { grid, type MadeVideo, type Part, resultsOf, type StoredCaptions, type StoredVideo } from './video.ts';

/**
 * The label that players show for captions: the name of their language. Sample captions are always labelled as such.
 */
const labelOf = (language: string, source: StoredCaptions['source']): string =>
  source === 'sample' ? 'Sample text' : (new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language);

const contentTypes: Readonly<Record<string, string>> = {
  vtt: 'text/vtt',
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
};

/**
 * The video made of these parts and its captions, and the playlists to write, in this order; undefined while a part is
 * missing. A playlist is named by its hash, and other playlists refer to it by that name.
 */
export function together(video: StoredVideo, parts: readonly Part[]): { made: MadeVideo; texts: Files } | undefined {
  const results = resultsOf(video, parts);
  if (!results) return undefined;
  const { chunks, audio, poster } = results;
  const { file, language = 'en', source } = video.captions;
  const captions = file ? [{ file, language, label: labelOf(language, source) }] : [];
  const names = new Map<string, string>();
  const texts = new Map<string, { bytes: Buffer; contentType: string }>();
  for (const { file: plain, text } of playlists({ video: video.source, chunks, audio, captions }, grid)) {
    const named = text.replaceAll(/[\w.-]+\.m3u8/g, (name) => names.get(name) ?? name);
    const extension = plain.split('.').at(-1) ?? '';
    const contentType = contentTypes[extension] ?? '';
    const name = hashedName(named, extension);
    names.set(plain, name);
    texts.set(name, { bytes: Buffer.from(named), contentType });
  }
  const sheets = chunks.flatMap(({ thumbnails }) => sheetsOf(thumbnails));
  const tracks = [...chunks.flatMap((chunk) => chunk.parts), ...(audio ? [audio] : [])];
  const [first] = chunks;
  if (!first) throw new Error('the video has no chunks');
  const { columns, tileWidth, tileHeight } = first.thumbnails;
  const files = [poster, ...sheets, ...tracks.map((track) => track.file), ...(file ? [file] : []), ...texts.keys()];
  const isSilenced = video.source.hasAudio && !audio;
  const [master = '', dash = ''] = [names.get(MASTER), names.get(MPD)];
  const made = { master, dash, poster, sheets, columns, tileWidth, tileHeight, files };
  return { made: { ...made, ...(isSilenced && { isSilenced }) }, texts };
}

/** The video as it is now made, after writing its playlists; undefined while a part is missing. */
export async function remade(mediaId: string, video: StoredVideo): Promise<MadeVideo | undefined> {
  const all = together(video, await findParts(mediaId));
  if (all) await putRenditions(mediaId, all.texts);
  return all?.made;
}

/**
 * Makes the item READY when all parts are there. The first worker to notice does it, and a repetition gives the same
 * result.
 */
export async function assemble(mediaId: string): Promise<void> {
  const done = await change(mediaId, async (media) => {
    const made = isBeingMade(media) ? await remade(mediaId, media.video) : undefined;
    const nowMs = systemClock.nowMs();
    return { after: made && decide(media, { step: 'ASSEMBLED', made }, nowMs), value: nowMs };
  });
  if (!done?.changed) return;
  const { correlationId, createdAtMs } = done.media;
  log('info', 'media READY', { mediaId, correlationId, sinceAnnouncedMs: done.value - createdAtMs });
}
