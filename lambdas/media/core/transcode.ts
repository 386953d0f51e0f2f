// Transcodes a film on one machine: chunks, sound and poster with limited concurrency, then the playlists.
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeAudio } from './encode-audio.ts';
import { type EncodedChunk, encodeChunk, type TrackPart, type Work } from './encode-chunk.ts';
import { playlists } from './manifests/playlist.ts';
import type { Captions } from './manifests/track.ts';
import { planChunks } from './plan.ts';
import { makePoster } from './poster.ts';

interface Options {
  /** Number of chunks at once. */
  readonly workers?: number;
  readonly captions?: readonly Captions[];
  /** Gets the number of finished frames of all chunks. */
  readonly onFrames?: (frames: number) => void;
}

/** Fills `folder`; the master playlist appears only when everything it names exists. A failure ends the rest. */
export async function transcode(work: Work, { workers = 1, captions = [], onFrames }: Options = {}): Promise<void> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, ...(work.limits.signal ? [work.limits.signal] : [])]);
  const bounded = { ...work, limits: { ...work.limits, signal } };
  const { video, folder, grid } = work;
  const done = new Map<number, number>();
  const chunks: EncodedChunk[] = [];
  let audio: TrackPart | undefined;
  const tasks = planChunks(video, grid).map((chunk) => async () => {
    const told = (frames: number) => {
      done.set(chunk.index, frames);
      onFrames?.([...done.values()].reduce((sum, each) => sum + each, 0));
    };
    chunks.push(await encodeChunk(bounded, chunk, told));
  });
  if (video.hasAudio)
    tasks.push(async () => {
      audio = await encodeAudio(bounded);
    });
  tasks.push(async () => void (await makePoster(bounded)));
  await inTurns(workers, tasks).catch((error: unknown) => {
    stop.abort();
    throw error;
  });
  for (const { file, text } of playlists({ video, chunks, audio, captions }, grid)) {
    // A file is renamed into place whole, as S3 shows an object only when it is complete.
    const path = join(folder, file);
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  }
}

async function inTurns(workers: number, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...tasks];
  const worker = async () => {
    for (let task = waiting.shift(); task; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
