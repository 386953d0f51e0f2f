// Plans the frames and sizes of each chunk: pure arithmetic over whole frames, so that chunks join without a seam.
import { type FrameRate, fpsOf } from './frame-rate.ts';
import type { Video } from './probe.ts';

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

/** Covers every frame once, in order. Each chunk begins on the grid of segments, and only the last is shorter. */
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

/** Renditions, largest first, none larger than the source. A source below all sizes gets one of its own size. */
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
