// Chooses the constant frame rate that a source is converted to: a grid that every chunk computes by itself.

/** Frames a second as `num / den`; `num` counts thousandths, so that it is also the time scale of an MP4 track. */
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

/** Tolerance between a measured rate and the standard rate it stands for. */
const NEAR = 0.01;
/** Tolerance around the median frame distance; distances outside it span a missing frame. */
const ALIKE = 0.25;
/** Seconds within which frames count as simultaneous. */
const MOMENT = 1e-5;

/**
 * Finds the rate of most frames despite gaps: the mean of the distances near the median one (the median alone
 * is wrong where times are rounded), then the nearest standard rate. Times are in seconds, in order.
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
