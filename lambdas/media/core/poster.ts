// The picture that stands for the film before it is played.
import { join } from 'node:path';
import { exact, type Work } from './encode-chunk.ts';
import { input, runFfmpeg } from './ffmpeg.ts';
import { renditionsOf } from './plan.ts';
import { secondsOf, type Video } from './probe.ts';

/** Past a title that fades in, never far. */
const LATEST_SECONDS = 10;

/** The key frame at or before a tenth of the film, in seconds from its first frame. */
export function posterSeconds(video: Video): number {
  const at = Math.min(LATEST_SECONDS, secondsOf(video) / 10);
  return video.keyFrameSeconds.findLast((seconds) => seconds <= at) ?? 0;
}

/** A JPEG of the largest rendition's size: its name in the folder. */
export async function makePoster({ ffmpeg, source, video, folder, limits }: Work): Promise<string> {
  const [largest] = renditionsOf(video);
  const file = 'poster.jpg';
  await runFfmpeg(
    ffmpeg,
    [
      ...['-noaccurate_seek', '-seek_timestamp', '1', '-ss', (video.startSeconds + posterSeconds(video)).toFixed(6)],
      ...input(source, video.container, limits.maxPixels),
      ...['-map', '0:V:0', '-vf', `scale=${largest?.width}:${largest?.height}:out_range=full,setsar=1,format=yuvj420p`],
      ...['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '4', ...exact, '-update', '1', '-f', 'image2'],
      `file:${join(folder, file)}`,
    ],
    limits,
  );
  return file;
}
