// Which frames each chunk makes, and in which sizes: pure arithmetic over whole frames, so that chunks meet without a seam.
import { type FrameRate, fpsOf } from './frame-rate.ts';
import type { Video } from './probe.ts';

export interface Grid {
  /** About as long as a segment is; it is a whole number of frames. Each segment begins with a key frame. */
  readonly segmentSeconds: number;
  readonly segmentsPerChunk: number;
}

export const usualGrid: Grid = { segmentSeconds: 4, segmentsPerChunk: 15 };

export interface Chunk {
  readonly index: number;
  /** Of the source at its steady rate. */
  readonly firstFrame: number;
  readonly frames: number;
  /** The source's key frame that decoding begins with, in seconds from its first frame. */
  readonly decodeFromSeconds: number;
}

export interface Rendition {
  /** `720p`: of the shorter side. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Most bits a second; quality decides below it. */
  readonly maxBitrate: number;
}

export const segmentFramesOf = ({ segmentSeconds }: Grid, rate: FrameRate): number =>
  Math.max(1, Math.round(segmentSeconds * fpsOf(rate)));

/** Every frame once, in order; each chunk begins on the grid of segments, and only the last is shorter. */
export function planChunks(
  { frames, rate, keyFrameSeconds }: Pick<Video, 'frames' | 'rate' | 'keyFrameSeconds'>,
  grid: Grid = usualGrid,
): Chunk[] {
  const length = segmentFramesOf(grid, rate) * grid.segmentsPerChunk;
  return Array.from({ length: Math.ceil(frames / length) }, (_, index) => {
    const firstFrame = index * length;
    const startSeconds = firstFrame / fpsOf(rate);
    return {
      index,
      firstFrame,
      frames: Math.min(length, frames - firstFrame),
      decodeFromSeconds: keyFrameSeconds.findLast((at) => at <= startSeconds) ?? 0,
    };
  });
}

const ladder = [
  { side: 720, maxBitrate: 3_000_000 },
  { side: 480, maxBitrate: 1_400_000 },
] as const;

const even = (length: number): number => Math.max(2, 2 * Math.round(length / 2));

/** Largest first, none larger than the source; a source below all of them has one, of its own size. */
export function renditionsOf({ width, height }: Pick<Video, 'width' | 'height'>): Rendition[] {
  const shorter = Math.min(width, height);
  const fitting = ladder.filter(({ side }) => side <= shorter);
  const own = { side: 2 * Math.floor(shorter / 2), maxBitrate: ladder[1].maxBitrate };
  return (fitting.length > 0 ? fitting : [own]).map(({ side, maxBitrate }) => ({
    name: `${side}p`,
    width: even((width * side) / shorter),
    height: even((height * side) / shorter),
    maxBitrate,
  }));
}
