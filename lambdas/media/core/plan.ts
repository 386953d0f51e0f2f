// Plans the frames and sizes of each chunk: pure arithmetic over whole frames, so that chunks join without a seam.
import { type FrameRate, fpsOf } from './frame-rate.ts';
import { ladder, TALLEST_BEFORE } from './ladder.ts';
import type { Video } from './probe.ts';
import { sparsenessOf } from './source/key-frames.ts';

export interface Grid {
  /** Approximate length of a segment, rounded to whole frames. Each segment begins with a key frame. */
  readonly segmentSeconds: number;
  readonly segmentsPerChunk: number;
}

export const usualGrid: Grid = { segmentSeconds: 4, segmentsPerChunk: 15 };

export interface Chunk {
  readonly index: number;
  /** Number of the first frame, in the source at its constant rate. */
  readonly firstFrame: number;
  readonly frames: number;
  /** Time of the source's key frame where decoding starts, in seconds from its first frame. */
  readonly decodeFromSeconds: number;
}

export interface Rendition {
  /** Named by the shorter side: `720p`. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Upper limit in bits a second; below it quality decides. */
  readonly maxBitrate: number;
}

export const segmentFramesOf = ({ segmentSeconds }: Grid, rate: FrameRate): number =>
  Math.max(1, Math.round(segmentSeconds * fpsOf(rate)));

/**
 * A chunk that would decode more than this before its first frame is joined to the one before it: in a recording of a
 * still screen, key frames may be minutes apart, and every chunk would decode the same pictures again.
 */
const FARTHEST_DECODE_SECONDS = 30;
/** Grid lengths in one chunk: two minutes of the usual work, which end within a worker's time. */
const MOST_JOINED = 5;
/**
 * Covers every frame once, in order. Each chunk begins on the grid of segments and has the grid's length, or several times
 * that where no key frame is near; only the last is shorter.
 */
export function planChunks(
  video: Pick<Video, 'frames' | 'rate' | 'keyFrameSeconds' | 'pictures'>,
  grid: Grid = usualGrid,
): Chunk[] {
  const { frames, rate, keyFrameSeconds, pictures } = video;
  const length = segmentFramesOf(grid, rate) * grid.segmentsPerChunk;
  // A record of before, which has no pictures, was accepted with key frames near enough.
  const farthest = pictures ? FARTHEST_DECODE_SECONDS * sparsenessOf(pictures) : Number.POSITIVE_INFINITY;
  const chunks: Chunk[] = [];
  for (let firstFrame = 0; firstFrame < frames; firstFrame += length) {
    const startSeconds = firstFrame / fpsOf(rate);
    const keyFrame = keyFrameSeconds.findLast((at) => at <= startSeconds);
    const decoded = Math.min(startSeconds, pictures?.endSeconds ?? startSeconds) - (keyFrame ?? startSeconds);
    const before = chunks.at(-1);
    const more = Math.min(length, frames - firstFrame);
    if (before && decoded > farthest && before.frames < MOST_JOINED * length)
      chunks[before.index] = { ...before, frames: before.frames + more };
    else chunks.push({ index: chunks.length, firstFrame, frames: more, decodeFromSeconds: keyFrame ?? 0 });
  }
  return chunks;
}

const even = (length: number): number => Math.max(2, 2 * Math.round(length / 2));

/** Renditions, largest first, none larger than the source. A source below all sizes gets one of its own size. */
export function renditionsOf({
  width,
  height,
  tallest = TALLEST_BEFORE,
}: Pick<Video, 'width' | 'height' | 'tallest'>): Rendition[] {
  const shorter = Math.min(width, height);
  const fitting = ladder.filter(({ side }) => side <= Math.min(shorter, tallest));
  const own = { side: 2 * Math.floor(shorter / 2), maxBitrate: ladder[2].maxBitrate };
  return (fitting.length > 0 ? fitting : [own]).map(({ side, maxBitrate }) => ({
    name: `${side}p`,
    width: even((width * side) / shorter),
    height: even((height * side) / shorter),
    maxBitrate,
  }));
}
