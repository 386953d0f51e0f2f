// The steady frame rate that a source is brought to, whatever its own: a grid that every chunk finds by itself.

/** Frames a second as `num / den`; `num` counts thousandths, so that it serves as the time scale of an MP4 track. */
export interface FrameRate {
  readonly num: number;
  readonly den: number;
}

export const fpsOf = ({ num, den }: FrameRate): number => num / den;

const MOST = 60;
const usual: readonly FrameRate[] = [
  ...[24, 30, 60].map((fps) => ({ num: fps * 1000, den: 1001 })),
  ...[24, 25, 30, 50, 60].map((fps) => ({ num: fps * 1000, den: 1000 })),
];

/** How far a measured rate may be from the usual one it is meant to be. */
const NEAR = 0.01;
/** Of the median distance of frames: beside it are those where a frame is missing. */
const ALIKE = 0.25;
/** Seconds: frames of one moment are one to the eye. */
const MOMENT = 1e-5;

/**
 * The rate of most frames, whatever is missing between others: the mean of the distances like the median one (which alone
 * is wrong where times are rounded), and the usual rate nearest to it. Times are in seconds, in order.
 */
export function frameRateOf(times: readonly number[], lastFrameSeconds: number): FrameRate {
  const distances = times
    .slice(1)
    .map((time, i) => time - (times[i] ?? 0))
    .filter((distance) => distance > MOMENT)
    .sort((a, b) => a - b);
  const median = distances[distances.length >> 1] ?? (lastFrameSeconds || 1 / 25);
  const alike = distances.filter((distance) => Math.abs(distance / median - 1) < ALIKE);
  let fps = alike.length > 0 ? alike.length / alike.reduce((sum, distance) => sum + distance, 0) : 1 / median;
  while (fps > MOST * (1 + NEAR)) fps /= 2;
  const off = (rate: FrameRate) => Math.abs(fpsOf(rate) / fps - 1);
  const nearest = usual.toSorted((a, b) => off(a) - off(b))[0];
  if (nearest && off(nearest) < NEAR) return nearest;
  return { num: Math.max(1000, Math.round(fps * 1000)), den: 1000 };
}
