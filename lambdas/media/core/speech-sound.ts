// The sound of a film as recognisers of speech want it: ffmpeg reads what strangers sent, they read bare samples.
import { join } from 'node:path';
import { soundOf } from './encode-audio.ts';
import { exact, type Work } from './encode-chunk.ts';
import { input, runFfmpeg } from './ffmpeg.ts';

const SPEECH_RATE = 16_000;

/** Path of a WAV file of 16 bits and one channel, on the clock of the pictures. */
export async function speechSound({ ffmpeg, source, video, folder, limits }: Work): Promise<string> {
  const path = join(folder, 'speech.wav');
  const reads = input(source, video.container, limits.maxPixels);
  const writes = ['-ac', '1', '-c:a', 'pcm_s16le', '-threads', '1', ...exact, `file:${path}`];
  await runFfmpeg(ffmpeg, [...reads, '-map', '0:a:0', '-af', soundOf(video, SPEECH_RATE), ...writes], limits);
  return path;
}
