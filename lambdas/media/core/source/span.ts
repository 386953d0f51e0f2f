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
/** Seconds by which a picture may be shown too early or too late. */
const UNNOTICED_SECONDS = 0.05;

/**
 * The rate of a film with sound: that of its pictures, or, where it is slow and they do not keep to it or do not last as
 * long as the sound, a multiple of it.
 */
export function rateWithSound(rate: FrameRate, tracks: Pick<Tracks, 'times' | 'end' | 'sound'>): FrameRate {
  const fps = fpsOf(rate);
  const { start, end } = spanOf(tracks, rate);
  const [first = 0] = tracks.times;
  const isSteady = tracks.times.every((time) => {
    const frames = (time - first) * fps;
    return Math.abs(frames - Math.round(frames)) / fps <= UNNOTICED_SECONDS;
  });
  if (fps >= SLOWEST_WITH_SOUND || (isSteady && start === first && end === tracks.end)) return rate;
  return { num: rate.num * Math.ceil(SLOWEST_WITH_SOUND / fps), den: rate.den };
}
