// Examines an uploaded file without trusting its headers: counts frames by packets and decodes the first one.
import { FfmpegFailed, FfmpegTooSlow, input, type RunLimits, runFfmpeg } from './ffmpeg.ts';
import { type FrameRate, fpsOf, frameRateOf } from './frame-rate.ts';
import { TALLEST } from './ladder.ts';
import { type Colours, coloursOf, isDolbyVisionOnly } from './source/colours.ts';
import { type Container, type ContainerRefusal, containerOf } from './source/container.ts';
import { farthestGap, type Pictures, sparsenessOf } from './source/key-frames.ts';
import { PacketReader, type Tracks } from './source/packets.ts';
import { isDecodable } from './source/sound-codecs.ts';
import { rateWithSound, spanOf } from './source/span.ts';

export interface VideoLimits extends RunLimits {
  readonly maxSeconds: number;
  /** Pixels of one picture. */
  readonly maxPixels: number;
  /**
   * Of a film with 25 pictures a second, and more for fewer (source/key-frames.ts). A chunk decodes from the key frame before it: without
   * this limit, a file with a single key frame is decoded once a chunk.
   */
  readonly maxKeyFrameGapSeconds: number;
}

/** Stable codes; the console explains them to people. */
export type Reason =
  | ContainerRefusal
  | 'NO_VIDEO'
  | 'UNSUPPORTED_CODEC'
  /** Its colours are for Dolby Vision players alone. */
  | 'DOLBY_VISION_ONLY'
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
  /** Shorter side of the largest rendition that it may have (ladder.ts). */
  readonly tallest?: number;
  /** Time at which the film begins, by the source's own clock: with its first picture or its sound. */
  readonly startSeconds: number;
  readonly rate: FrameRate;
  /** Number of frames at that rate. */
  readonly frames: number;
  /** Times of the key frames, in seconds from the film's start, in order. The first is before it in a clip cut between two. */
  readonly keyFrameSeconds: readonly number[];
  /** Its own pictures, before they are put on the grid. */
  readonly pictures?: Pictures;
  /** It has sound that can be decoded. */
  readonly hasAudio: boolean;
  /** It has sound of a codec that is not decoded here, so that it plays without. */
  readonly hasUnreadableAudio?: boolean;
  /** Its pictures consist of two fields, taken one after the other. */
  readonly isInterlaced?: boolean;
  /** Present where its colours have to be converted. */
  readonly colours?: Colours;
}

export type Probed = { readonly video: Video } | { readonly rejected: Reason };

export const secondsOf = ({ frames, rate }: Pick<Video, 'frames' | 'rate'>): number => frames / fpsOf(rate);

const videoCodecs: readonly string[] = ['h264', 'hevc', 'mpeg4', 'vp8', 'vp9', 'av1'];
/** No camera takes more; the times alone of more pictures would fill the memory. */
const MOST_PICTURES_A_SECOND = 500;
/**
 * Gives pictures decoding times that grow, far before those of presentation: where an edit list goes back in time, ffmpeg
 * would change both.
 */
const asGiven = 'setts=pts=PTS:dts=max(PREV_OUTDTS+1\\,DTS-2000/TB)';
/** Those before time 0 too. */
const everyPicture = ['-fps_mode', 'passthrough'];
/** Pictures of which any may tell that the film is interlaced. */
const LOOKED_AT = 10;
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

async function examine(
  ffmpeg: string,
  source: readonly string[],
  container: Container,
  limits: VideoLimits,
): Promise<Video> {
  const { codec, times, keyFrames, end, sound } = await tracksOf(ffmpeg, source, container, limits);
  const hasAudio = sound !== undefined && isDecodable(sound.codec);
  const steady = frameRateOf(times, end - (times.at(-1) ?? 0));
  const heard = { times, end, sound: hasAudio ? sound : undefined };
  const rate = hasAudio ? rateWithSound(steady, heard) : steady;
  const span = spanOf(heard, rate);
  const frames = Math.max(1, Math.round((span.end - span.start) * fpsOf(rate)));
  const keyFrameSeconds = keyFrames.map((time) => time - span.start);
  const pictures = {
    perSecond: times.length / Math.max(end - (times[0] ?? 0), 1 / fpsOf(rate)),
    endSeconds: end - span.start,
  };
  if (farthestGap(keyFrameSeconds, pictures) > limits.maxKeyFrameGapSeconds * sparsenessOf(pictures))
    throw new Rejected('KEY_FRAMES_TOO_FAR_APART');
  const { isInterlaced, colours, ...picture } = await firstPictures(ffmpeg, source, limits);
  if (picture.width * picture.height > limits.maxPixels) throw new Rejected('TOO_MANY_PIXELS');
  if (Math.min(picture.width, picture.height) < SMALLEST_SIDE) throw new Rejected('TOO_SMALL');
  return {
    ...{
      container,
      codec,
      ...picture,
      tallest: TALLEST,
      startSeconds: span.start,
      rate,
      frames,
      keyFrameSeconds,
      hasAudio,
    },
    ...(sound && !hasAudio && { hasUnreadableAudio: true }),
    ...(isInterlaced && { isInterlaced }),
    ...(colours && { colours }),
    pictures,
  };
}

async function tracksOf(
  ffmpeg: string,
  source: readonly string[],
  container: Container,
  limits: VideoLimits,
): Promise<Tracks> {
  // An edit list puts what it leaves out before 0. Matroska has none.
  const packets = new PacketReader(isDecodable, container === 'mov' ? 0 : Number.NEGATIVE_INFINITY);
  // Capital V excludes album covers.
  const streams = ['-map', '0:V:0?', '-map', '0:a:0?', '-c', 'copy'];
  const given = container === 'mov' ? ['-bsf:v', asGiven] : [];
  await runFfmpeg(ffmpeg, [...source, ...streams, ...given, '-f', 'framecrc', '-'], limits, (line) => {
    const header = packets.read(line);
    if (header === 'media_type 0' && packets.header(header) !== 'video') throw new Rejected('NO_VIDEO');
    if (header === 'codec_id 0' && !videoCodecs.includes(packets.header(header)))
      throw new Rejected('UNSUPPORTED_CODEC');
    const tooMany = packets.pictures > MOST_PICTURES_A_SECOND * limits.maxSeconds;
    if (tooMany || packets.seconds > limits.maxSeconds) throw new Rejected('TOO_LONG');
  }).catch((error: unknown) => {
    throw error instanceof FfmpegFailed && /does not contain any stream/.test(error.output)
      ? new Rejected('NO_VIDEO')
      : error;
  });
  if (packets.header('media_type 0') === '') throw new Rejected('NO_VIDEO');
  const found = packets.found();
  if (!found) throw new Rejected('BROKEN');
  return found;
}

/** Decodes the first pictures: one has to be there, and the others tell whether they are interlaced, and their colours. */
async function firstPictures(ffmpeg: string, source: readonly string[], limits: VideoLimits) {
  const header = new Map<string, string>();
  let pictures = 0;
  let colours: Colours | undefined;
  const some = `trim=end_frame=${LOOKED_AT},select='eq(n,0)+not(eq(interlace_type,PROGRESSIVE))',setpts=N/25/TB`;
  const told = 'sidedata=mode=delete,showinfo=checksum=0';
  await runFfmpeg(
    ffmpeg,
    [...source, '-map', '0:V:0', '-vf', `${some},${told}`, ...everyPicture, '-f', 'framecrc', '-'],
    limits,
    (line) => {
      const [, name = '', value = ''] = /^#(\S+) 0: +(.*)$/.exec(line) ?? [];
      header.set(name, value);
      pictures += line.startsWith('0,') ? 1 : 0;
    },
    (note) => {
      if (isDolbyVisionOnly(note)) throw new Rejected('DOLBY_VISION_ONLY');
      colours ??= coloursOf(note);
    },
  ).catch((error: unknown) => {
    // Whether the rest can be decoded is not for the first pictures to say.
    if (pictures === 0 || !(error instanceof FfmpegFailed)) throw error;
  });
  const [width, height] = numbers(header.get('dimensions'), 'x');
  const [wide, high] = numbers(header.get('sar'), '/');
  if (pictures === 0 || !width || !height) throw new Rejected('BROKEN');
  return {
    width: wide && high ? Math.round((width * wide) / high) : width,
    height,
    isInterlaced: pictures > 1,
    colours,
  };
}

const numbers = (text = '', separator: string): number[] => text.split(separator).map(Number);
