// Encodes the sound of the whole film at once: AAC frames of two chunks would not join, and it costs less than a chunk's pictures.
import { join } from 'node:path';
import { exact, fragmented, placedPart, type TrackPart, type Work } from './encode-chunk.ts';
import { FfmpegFailed, input, runFfmpeg } from './ffmpeg.ts';
import { usualGrid } from './plan.ts';
import { secondsOf, type Video } from './probe.ts';

export const SAMPLE_RATE = 48_000;
/** Samples in a frame of AAC-LC. */
export const FRAME_SAMPLES = 1024;

/** Filters that make the sound as long as the pictures: they fill gaps (before, within or after) with silence and cut any excess. */
export const soundOf = (video: Video, rate: number): string =>
  [
    `asetpts=PTS-${video.startSeconds.toFixed(6)}/TB`,
    `aresample=${rate}:async=1:first_pts=0`,
    'apad',
    `atrim=end=${secondsOf(video).toFixed(6)}`,
  ].join(',');

/** ffmpeg's words when most of what it was given is no sound of that codec. */
const undecodable = /Decode error rate \S+ exceeds maximum/;

/** Undefined when the sound cannot be decoded: the film plays without. */
export async function encodeAudio(work: Work): Promise<TrackPart | undefined> {
  try {
    return await encoded(work);
  } catch (error) {
    if (error instanceof FfmpegFailed && undecodable.test(error.output)) return undefined;
    throw error;
  }
}

async function encoded({ ffmpeg, source, video, folder, limits, grid = usualGrid }: Work): Promise<TrackPart> {
  const file = 'audio.mp4';
  await runFfmpeg(
    ffmpeg,
    [
      ...input(source, video.container, limits.maxPixels),
      ...[
        '-map',
        '0:a:0',
        '-af',
        soundOf(video, SAMPLE_RATE),
        '-ac',
        '2',
        '-c:a',
        'aac',
        '-b:a',
        '128k',
        '-threads',
        '1',
        ...exact,
      ],
      ...['-frag_duration', `${Math.round(grid.segmentSeconds * 1e6)}`, ...fragmented],
      `file:${join(folder, file)}`,
    ],
    limits,
  );
  return placedPart(folder, file, 0, 1);
}
