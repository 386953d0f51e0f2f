// Makes one part of a video: a chunk of it in all sizes, its sound, or its poster. The worker that makes the last part
// assembles the video.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { inChunks } from '../shared/base/chunks.ts';
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { ALIVE_SECONDS, MAX_TRIES, queueWorker, type Unread, type Work } from '../shared/messaging/queue-worker.ts';
import { encodeAudio } from './core/encode-audio.ts';
import { type Work as EncodeWork, encodeChunk, sheetsOf, type TrackPart } from './core/encode-chunk.ts';
import { FfmpegFailed, FfmpegTooSlow } from './core/ffmpeg.ts';
import { makePoster } from './core/poster.ts';
import { type Files, putRenditions } from './files/blob-store.ts';
import { ffmpeg, inFolder, workingCopy } from './files/fetch-upload.ts';
import { hashedName } from './files/hashes.ts';
import type { Reason } from './files/rejection.ts';
import { change } from './record/change.ts';
import { decide, isBeingMade } from './record/decide.ts';
import { findMedia } from './store.ts';
import { assemble } from './video/assemble-video.ts';
import { findPart, keepResult, tellProgress } from './video/part-store.ts';
import { chunkOf, encodeLimits, grid, type PartName, type PartResult, type StoredVideo } from './video/video.ts';
import { EncodePart } from './video/work-store.ts';

const PROGRESS_MS = 2000;
const unreadable: PartResult = { audio: 'UNREADABLE' };
/** A part that fails this often fails because of the video, not because of one machine. */
const FAILS_FOR_GOOD = 3;

export const handler = queueWorker((message): Work | Unread => {
  const read = z.safeParse(EncodePart, message);
  if (!read.success) return { reason: z.prettifyError(read.error) };
  const { mediaId, part } = read.data;
  return {
    name: 'encode-part',
    fields: read.data,
    aliveSeconds: ALIVE_SECONDS,
    handle: (tries) => encodePart(mediaId, part, tries),
  };
});

async function encodePart(mediaId: string, part: PartName, tries: number): Promise<void> {
  const media = await findMedia(mediaId);
  // Finished, rejected or deleted.
  if (!isBeingMade(media)) return;
  // Only a video that kills its workers is redelivered this often.
  if (tries > MAX_TRIES) return reject(mediaId, 'PROCESSING_FAILED');
  if (!(await findPart(mediaId, part))?.result) {
    const result = await make(mediaId, media.video, part).catch((error: unknown) => verdict(part, error, tries));
    if (typeof result === 'string') return reject(mediaId, result);
    await keepResult(mediaId, part, result, systemClock.nowMs());
  }
  await assemble(mediaId);
}

/** The reason if the video is at fault; throws if it may not be. No video is rejected for its sound alone. */
function verdict(part: PartName, error: unknown, tries: number): Reason | PartResult {
  if (tries < FAILS_FOR_GOOD) throw error;
  if (part === 'audio' && (error instanceof FfmpegFailed || error instanceof FfmpegTooSlow)) return unreadable;
  if (error instanceof FfmpegFailed) return 'BROKEN';
  if (error instanceof FfmpegTooSlow) return 'TOO_SLOW';
  throw error;
}

async function reject(mediaId: string, reason: Reason): Promise<void> {
  const rejected = { step: 'REJECTED', of: 'PROCESSING', reason } as const;
  const done = await change(mediaId, (media) => ({
    after: decide(media, rejected, systemClock.nowMs()),
    value: undefined,
  }));
  log('info', 'media REJECTED', { mediaId, reason, committed: done?.changed ?? false });
}

async function make(mediaId: string, video: StoredVideo, part: PartName): Promise<PartResult | Reason> {
  const copy = await workingCopy(mediaId, video.etag);
  if (!copy) return 'UPLOAD_CHANGED';
  return inFolder((folder) => {
    const work = { ffmpeg: ffmpeg(), source: copy.path, video: video.source, folder, limits: encodeLimits, grid };
    return made(mediaId, video, part, work);
  });
}

async function made(mediaId: string, video: StoredVideo, part: PartName, work: EncodeWork): Promise<PartResult> {
  const keep = (file: string) => putHashed(mediaId, join(work.folder, file));
  const keepTrack = async <T extends TrackPart>(track: T): Promise<T> => ({ ...track, file: await keep(track.file) });
  if (part === 'poster') return { poster: { file: await keep(await makePoster(work)) } };
  if (part === 'audio') {
    const track = await encodeAudio(work);
    return track ? { audio: await keepTrack(track) } : unreadable;
  }
  const chunk = chunkOf(video, part);
  if (!chunk) throw new Error(`the video has no part ${part}`);
  const encoded = await encodeChunk(work, chunk, telling(mediaId, part));
  const parts = await Promise.all(encoded.parts.map(keepTrack));
  const [file = '', ...more] = await inChunks(sheetsOf(encoded.thumbnails), 1, keep);
  const thumbnails = { ...encoded.thumbnails, file, ...(more.length > 0 && { more }) };
  return { chunk: { ...encoded, parts, thumbnails } };
}

/** Reports progress now and then; nothing depends on it. */
function telling(mediaId: string, part: PartName): (frames: number) => void {
  let toldMs = 0;
  return (frames) => {
    const nowMs = systemClock.nowMs();
    if (nowMs - toldMs < PROGRESS_MS) return;
    toldMs = nowMs;
    tellProgress(mediaId, part, frames, nowMs).catch((error: unknown) =>
      log('warn', 'progress not reported', {}, error),
    );
  };
}

const types: Readonly<Record<string, string>> = { mp4: 'video/mp4', jpg: 'image/jpeg' };

/**
 * Returns the name: the hash of the bytes, so another worker's equal file has the same name and no other file ever has
 * it.
 */
async function putHashed(mediaId: string, path: string): Promise<string> {
  const bytes = await readFile(path);
  const extension = path.split('.').at(-1) ?? '';
  const file = hashedName(bytes, extension);
  const files: Files = new Map([[file, { bytes, contentType: types[extension] ?? '' }]]);
  await putRenditions(mediaId, files);
  return file;
}
