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

/** Files of whole milliseconds show 29.97 as 33 and 34 by turns. */
const NEAR = 0.02;

/**
 * The usual rate nearest to the mean among those near the median distance of frames (the mean alone is wrong where the rate
 * varies, the median alone where times are rounded), else the median's own. Times are in seconds, in order.
 */
export function frameRateOf(times: readonly number[], lastFrameSeconds: number): FrameRate {
  const distances = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const median = distances.sort((a, b) => a - b)[distances.length >> 1] || lastFrameSeconds || 1 / 25;
  const mean = times.length > 1 ? ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1) : median;
  let fps = 1 / median;
  while (fps > MOST * (1 + NEAR)) fps /= 2;
  const halved = fps * median;
  const near = usual.filter((rate) => Math.abs(fpsOf(rate) / fps - 1) < NEAR);
  const off = (rate: FrameRate) => Math.abs(fpsOf(rate) - halved / mean);
  const nearest = near.sort((a, b) => off(a) - off(b))[0];
  return nearest ?? { num: Math.max(1000, Math.round(fps * 1000)), den: 1000 };
}
