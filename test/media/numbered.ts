// Films whose pictures say their own number: eight bars, one a bit, black or white, which no codec blurs.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ffmpeg, run } from './films.ts';

const SIDE = 64;
const BITS = 8;

export interface Numbered {
  readonly rate?: number;
  readonly seconds: number;
  /** Seconds of a tone beside the pictures. */
  readonly sound?: number;
  readonly codec?: 'h264' | 'hevc';
  /** Frames between key frames. */
  readonly gop?: number;
  /** Options before the file. */
  readonly more?: readonly string[];
}

/** As ffmpeg's lavfi input: picture N shows the number N modulo 256. */
export const numberedPictures = (rate: number, seconds: number): string =>
  `color=size=${SIDE}x${SIDE}:rate=${rate}:duration=${seconds},` +
  `geq=lum='if(mod(floor(N/pow(2,floor(X*${BITS}/W))),2),235,16)':cb=128:cr=128`;

/** With B-frames, as cameras record. */
export async function numbered(
  path: string,
  { rate = 25, seconds, sound, codec = 'h264', gop = 250, more = [] }: Numbered,
): Promise<string> {
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-sc_threshold', '0']
      : ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:scenecut=0', '-tag:v', 'hvc1'];
  const tone = sound === undefined ? [] : ['-f', 'lavfi', '-i', `sine=440:duration=${sound}`, '-c:a', 'aac'];
  await run(
    ...['-f', 'lavfi', '-i', numberedPictures(rate, seconds), ...tone, ...encoder, '-g', `${gop}`],
    ...['-pix_fmt', 'yuv420p', ...more, path],
  );
  return path;
}

/** The number of each picture that ffmpeg shows of a film, in order. */
export async function numbersIn(path: string, crop = 'null'): Promise<number[]> {
  const filter = `${crop},scale=${BITS}:1:flags=area,format=gray`;
  const { stdout } = await promisify(execFile)(
    ffmpeg,
    [
      '-v',
      'error',
      '-nostdin',
      '-i',
      path,
      '-map',
      '0:v:0',
      '-vf',
      filter,
      '-f',
      'rawvideo',
      '-fps_mode',
      'passthrough',
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 2 ** 24 },
  );
  const numbers: number[] = [];
  for (let at = 0; at < stdout.length; at += BITS)
    numbers.push(stdout.subarray(at, at + BITS).reduce((sum, value, bit) => sum + (value > 125 ? 2 ** bit : 0), 0));
  return numbers;
}

/** Seconds during which a film's sound is above a whisper, as `from-to` in tenths of a second. */
export async function loudIn(path: string): Promise<string[]> {
  const { stderr } = await run(
    '-i',
    path,
    '-map',
    '0:a:0',
    '-af',
    'silencedetect=noise=-40dB:d=0.2',
    '-f',
    'null',
    '-',
  );
  return [...stderr.matchAll(/silence_(start|end): (-?[\d.]+)/g)].map(
    ([, which, at]) => `${which} ${Math.max(0, Number(at)).toFixed(1)}`,
  );
}
