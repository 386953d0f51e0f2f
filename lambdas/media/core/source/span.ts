// Decides when a film begins and ends: a film is as long as its longest track.
import { type FrameRate, fpsOf } from '../frame-rate.ts';
import type { Tracks } from './packets.ts';

/**
 * Sound that goes this far beyond the pictures is the padding of its codec and lengthens nothing: AAC begins with up to
 * 2112 samples of silence (48 ms at 44.1 kHz) and fills up its last frame of 1024 or 2048.
 */
const PADDING_SECONDS = 0.05;

/**
 * Seconds, by the film's own clock. The first picture is held from `start`, a whole number of frames before it, and the
 * last one until `end`.
 */
export function spanOf(
  { times, end, sound }: Pick<Tracks, 'times' | 'end' | 'sound'>,
  rate: FrameRate,
): { start: number; end: number } {
  const first = times[0] ?? 0;
  if (!sound) return { start: first, end };
  const early = first - sound.start;
  const framesBefore = early > PADDING_SECONDS ? Math.ceil((early - PADDING_SECONDS / 2) * fpsOf(rate)) : 0;
  return { start: first - framesBefore / fpsOf(rate), end: sound.end > end + PADDING_SECONDS ? sound.end : end };
}

/** Pictures a second below which a slide would change noticeably before or after what is said of it. */
const SLOWEST_WITH_SOUND = 10;

/** A multiple of a slow rate, so that each picture keeps its time. */
export function rateWithSound(rate: FrameRate): FrameRate {
  const times = Math.max(1, Math.ceil(SLOWEST_WITH_SOUND / fpsOf(rate)));
  return { num: rate.num * times, den: rate.den };
}
