// Extracts a film's sound for speech recognisers: ffmpeg reads the untrusted file, recognisers read plain samples.
import { join } from 'node:path';
import { soundOf } from './encode-audio.ts';
import { exact, type Work } from './encode-chunk.ts';
import { input, runFfmpeg } from './ffmpeg.ts';

const SPEECH_RATE = 16_000;

/** Returns the path of a 16-bit mono WAV file, in sync with the pictures. */
export async function speechSound({ ffmpeg, source, video, folder, limits }: Work): Promise<string> {
  const path = join(folder, 'speech.wav');
  const reads = input(source, video.container, limits.maxPixels);
  const writes = ['-ac', '1', '-c:a', 'pcm_s16le', '-threads', '1', ...exact, `file:${path}`];
  await runFfmpeg(ffmpeg, [...reads, '-map', '0:a:0', '-af', soundOf(video, SPEECH_RATE), ...writes], limits);
  return path;
}
