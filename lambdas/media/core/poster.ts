// Makes the picture that is shown before the film plays.
import { join } from 'node:path';
import { exact, type Work } from './encode-chunk.ts';
import { input, runFfmpeg } from './ffmpeg.ts';
import { renditionsOf } from './plan.ts';
import { secondsOf, type Video } from './probe.ts';
import { JPEG_SCALING, scaledFormat, standard } from './source/colours.ts';
import { deinterlaced, fitted } from './source/shape.ts';

/** Late enough to skip a title that fades in. */
const LATEST_SECONDS = 10;

/** Time of the key frame at or before a tenth of the film, in seconds from its first frame. */
export function posterSeconds(video: Video): number {
  const at = Math.min(LATEST_SECONDS, secondsOf(video) / 10);
  return video.keyFrameSeconds.findLast((seconds) => seconds <= at) ?? 0;
}

/** Makes a JPEG of the largest rendition's size and returns its name in the folder. */
export async function makePoster({ ffmpeg, source, video, folder, limits }: Work): Promise<string> {
  const [largest] = renditionsOf(video);
  const file = 'poster.jpg';
  const at = posterSeconds(video);
  const { colours } = video;
  const shape = (options: string) => fitted(largest?.width ?? 0, largest?.height ?? 0, options, scaledFormat(colours));
  const shaped = colours?.wide
    ? `${shape('flags=bicubic')},${standard(colours)}scale=${JPEG_SCALING}`
    : shape(JPEG_SCALING);
  const chain = [
    // A clip that was cut behind its key frame begins later than it is decoded.
    ...(at < 0 ? [`trim=start=${video.startSeconds.toFixed(6)}`] : []),
    deinterlaced(video) + shaped,
    'setsar=1,format=yuvj420p',
  ];
  await runFfmpeg(
    ffmpeg,
    [
      ...['-noaccurate_seek', '-seek_timestamp', '1', '-ss', (video.startSeconds + at).toFixed(6)],
      ...input(source, video.container, limits.maxPixels),
      ...['-map', '0:V:0', '-vf', chain.join(','), '-fps_mode', 'passthrough'],
      ...['-frames:v', '1', '-c:v', 'mjpeg', '-q:v', '4', ...exact, '-update', '1', '-f', 'image2'],
      `file:${join(folder, file)}`,
    ],
    limits,
  );
  return file;
}
