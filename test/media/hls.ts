// Transcodes a film to HLS and checks that it keeps the grid of segments.
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import type { Video } from '../../lambdas/media/core/probe.ts';
import { transcode } from '../../lambdas/media/core/transcode.ts';
import { ffmpeg, limits, packetsOf, probed } from './films.ts';

/** Short chunks, so that even a short film has seams. */
export const grid = { segmentSeconds: 1, segmentsPerChunk: 2 };

/** Transcodes a film into the folder `name` beside it. */
export async function made(source: string, name: string): Promise<{ folder: string; video: Video }> {
  const folder = join(dirname(source), name);
  await mkdir(folder);
  const video = await probed(source);
  await transcode({ ffmpeg, source, video, folder, limits, grid }, { workers: 2 });
  return { folder, video };
}

export const secondsIn = (playlist: string): number =>
  [...playlist.matchAll(/^#EXTINF:([\d.]+),$/gm)].reduce((sum, [, seconds]) => sum + Number(seconds), 0);

/** Checks that each frame exists once and at its time, and that key frames are exactly at segment starts. */
export async function mustKeepTheGrid(playlist: string, { rate, frames }: Video): Promise<void> {
  const packets = await packetsOf(playlist);
  const frameSeconds = rate.den / rate.num;
  // ffmpeg presents a track with negative composition offsets late as a whole; the first fragment has its true start.
  const first = packets[0]?.seconds ?? 0;
  const numbers = packets.map(({ seconds }) => Math.round((seconds - first) / frameSeconds));
  expect(numbers).toEqual(Array.from({ length: frames }, (_, i) => i));
  const fragment = await readFile(playlist.replace('.m3u8', '-00000.mp4'));
  const [time, runs] = [fragment.indexOf('tfdt') + 4, fragment.indexOf('trun') + 4];
  expect(fragment.readBigUInt64BE(time + 4)).toBe(0n);
  expect(fragment.readInt32BE(runs + 20)).toBe(0);
  const perSegment = Math.round(grid.segmentSeconds / frameSeconds);
  const keys = packets.flatMap(({ isKey }, i) => (isKey ? [i] : []));
  expect(keys).toEqual(Array.from({ length: Math.ceil(frames / perSegment) }, (_, i) => i * perSegment));
}
