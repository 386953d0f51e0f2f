// Examines an uploaded file without trusting its headers: counts frames by packets and decodes the first one.
import { type Container, type ContainerRefusal, containerOf } from './container.ts';
import { FfmpegFailed, FfmpegTooSlow, input, type RunLimits, runFfmpeg } from './ffmpeg.ts';
import { type FrameRate, fpsOf, frameRateOf } from './frame-rate.ts';

export interface VideoLimits extends RunLimits {
  readonly maxSeconds: number;
  /** Pixels of one picture. */
  readonly maxPixels: number;
  /** A chunk decodes from the key frame before it: without this limit, a file with a single key frame is decoded once a chunk. */
  readonly maxKeyFrameGapSeconds: number;
}

/** Stable codes; the console explains them to people. */
export type Reason =
  | ContainerRefusal
  | 'NO_VIDEO'
  | 'UNSUPPORTED_CODEC'
  | 'BROKEN'
  | 'TOO_LONG'
  | 'TOO_MANY_PIXELS'
  | 'TOO_SMALL'
  | 'KEY_FRAMES_TOO_FAR_APART'
  | 'TOO_SLOW';

export interface Video {
  readonly container: Container;
  readonly codec: string;
  /** Display width: rotated as the camera was held, with square pixels. */
  readonly width: number;
  readonly height: number;
  /** Time of the first frame, by the source's own clock. */
  readonly startSeconds: number;
  readonly rate: FrameRate;
  /** Number of frames at that rate. */
  readonly frames: number;
  /** Times of the key frames, in seconds from the first frame, in order. */
  readonly keyFrameSeconds: readonly number[];
  readonly hasAudio: boolean;
}

export type Probed = { readonly video: Video } | { readonly rejected: Reason };

export const secondsOf = ({ frames, rate }: Pick<Video, 'frames' | 'rate'>): number => frames / fpsOf(rate);

const videoCodecs: readonly string[] = ['h264', 'hevc', 'mpeg4', 'vp8', 'vp9', 'av1'];
const audioCodec = /^(?:aac|mp3|opus|vorbis|flac|alac|pcm_(?:s16[lb]e|s24le))$/;
/** No camera takes more; the times alone of more pictures would fill the memory. */
const MOST_PICTURES_A_SECOND = 500;
/** x264 and players do not handle smaller pictures well. */
const SMALLEST_SIDE = 16;

class Rejected extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** Reads the whole file once and decodes one picture. Throws only when the file is not at fault: on the signal, or if it is missing. */
export async function probe(ffmpeg: string, path: string, limits: VideoLimits): Promise<Probed> {
  const container = await containerOf(path);
  if (container !== 'mov' && container !== 'matroska') return { rejected: container };
  try {
    const source = input(path, container, limits.maxPixels);
    return { video: await examine(ffmpeg, source, container, limits) };
  } catch (error) {
    return { rejected: reasonOf(error) };
  }
}

function reasonOf(error: unknown): Reason {
  if (error instanceof Rejected) return error.reason;
  if (error instanceof FfmpegTooSlow) return 'TOO_SLOW';
  if (error instanceof FfmpegFailed) {
    if (/exceeds specified max pixel count/.test(error.output)) return 'TOO_MANY_PIXELS';
    return /not on whitelist/.test(error.output) ? 'UNSUPPORTED_CODEC' : 'BROKEN';
  }
  throw error;
}

async function examine(ffmpeg: string, source: readonly string[], container: Container, limits: VideoLimits) {
  const packets = new PacketReader(limits.maxSeconds);
  // Capital V excludes album covers.
  const streams = ['-map', '0:V:0?', '-map', '0:a:0?'];
  await runFfmpeg(ffmpeg, [...source, ...streams, '-c', 'copy', '-f', 'framecrc', '-'], limits, (line) =>
    packets.read(line),
  ).catch((error: unknown) => {
    throw error instanceof FfmpegFailed && /does not contain any stream/.test(error.output)
      ? new Rejected('NO_VIDEO')
      : error;
  });
  const { codec, times, keyFrames, end, hasAudio } = packets.found();
  const first = times[0] ?? 0;
  const rate = frameRateOf(times, end - (times.at(-1) ?? 0));
  const frames = Math.max(1, Math.round((end - first) * fpsOf(rate)));
  const keyFrameSeconds = keyFrames.map((time) => time - first);
  const farthest = [...keyFrameSeconds, end - first].reduce(
    ({ before, gap }, at) => ({ before: at, gap: Math.max(gap, at - before) }),
    { before: 0, gap: 0 },
  );
  if (farthest.gap > limits.maxKeyFrameGapSeconds) throw new Rejected('KEY_FRAMES_TOO_FAR_APART');
  const picture = await firstPicture(ffmpeg, source, limits);
  if (picture.width * picture.height > limits.maxPixels) throw new Rejected('TOO_MANY_PIXELS');
  if (Math.min(picture.width, picture.height) < SMALLEST_SIDE) throw new Rejected('TOO_SMALL');
  return { container, codec, ...picture, startSeconds: first, rate, frames, keyFrameSeconds, hasAudio };
}

async function firstPicture(ffmpeg: string, source: readonly string[], limits: VideoLimits) {
  const header = new Map<string, string>();
  let decoded = false;
  const one = ['-map', '0:V:0', '-frames:v', '1', '-f', 'framecrc', '-'];
  await runFfmpeg(ffmpeg, [...source, ...one], limits, (line) => {
    const [, name = '', value = ''] = /^#(\S+) 0: +(.*)$/.exec(line) ?? [];
    header.set(name, value);
    decoded ||= line.startsWith('0,');
  });
  const [width, height] = numbers(header.get('dimensions'), 'x');
  const [wide, high] = numbers(header.get('sar'), '/');
  if (!decoded || !width || !height) throw new Rejected('BROKEN');
  return { width: wide && high ? Math.round((width * wide) / high) : width, height };
}

const numbers = (text = '', separator: string): number[] => text.split(separator).map(Number);

/** Packet flags of ffmpeg: a key frame, and a packet that is decoded but not shown. */
const KEY = 1;
const DISCARD = 4;

/** Reads ffmpeg's `framecrc`, a line a packet: `stream, dts, pts, duration, size, checksum[, F=flags, ...]`; a key frame has no flags. */
class PacketReader {
  readonly #headers = new Map<string, string>();
  readonly #times: number[] = [];
  readonly #keyFrames: number[] = [];
  readonly #maxSeconds: number;
  #tick = 0;
  #end = Number.NEGATIVE_INFINITY;

  constructor(maxSeconds: number) {
    this.#maxSeconds = maxSeconds;
  }

  read(line: string): void {
    const header = /^#(\S+ \d+): +(.*)$/.exec(line);
    if (header) this.#readHeader(header[1] ?? '', header[2] ?? '');
    const packet = /^0, +-?\d+, +(-?\d+), +(\d+), +\d+, 0x\w+(?:, F=0x(\w+))?/.exec(line);
    if (!packet) return;
    const flags = packet[3] === undefined ? KEY : Number.parseInt(packet[3], 16);
    if (flags & DISCARD) return;
    const time = Number(packet[1]) * this.#tick;
    this.#times.push(time);
    if (flags & KEY) this.#keyFrames.push(time);
    this.#end = Math.max(this.#end, time + Number(packet[2]) * this.#tick);
    const isLong = this.#end - (this.#times[0] ?? 0) > this.#maxSeconds;
    if (isLong || this.#times.length > MOST_PICTURES_A_SECOND * this.#maxSeconds) throw new Rejected('TOO_LONG');
  }

  #readHeader(name: string, value: string): void {
    this.#headers.set(name, value);
    if (name === 'tb 0') {
      const [num = 0, den = 1] = numbers(value, '/');
      this.#tick = num / den;
    }
    if (name === 'media_type 0' && value !== 'video') throw new Rejected('NO_VIDEO');
    if (name === 'codec_id 0' && !videoCodecs.includes(value)) throw new Rejected('UNSUPPORTED_CODEC');
    if (name === 'codec_id 1' && !audioCodec.test(value)) throw new Rejected('UNSUPPORTED_CODEC');
  }

  found() {
    if (!this.#headers.has('media_type 0')) throw new Rejected('NO_VIDEO');
    if (this.#times.length === 0 || this.#keyFrames.length === 0) throw new Rejected('BROKEN');
    return {
      codec: this.#headers.get('codec_id 0') ?? '',
      times: this.#times.sort((a, b) => a - b),
      keyFrames: this.#keyFrames.sort((a, b) => a - b),
      end: this.#end,
      hasAudio: this.#headers.get('media_type 1') === 'audio',
    };
  }
}
