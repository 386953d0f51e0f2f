// Trending media: views halve in weight every six hours, by forward decay (Cormode, Shkapenyuk, Srivastava and Xu,
// 2009).
import { add, type Counted, type Summary } from './space-saving.ts';

export const HALF_LIFE_MS = 6 * 60 * 60 * 1000;
/** Per counter shard. */
export const TRENDING_PLACES = 100;

/**
 * A view weighs 2^(half-lives since the landmark), so later views weigh more. Stored weights never need to decay, and
 * the order of views does not matter. The landmark moves before weights grow too large, by whole half-lives, so every
 * weight is halved exactly.
 */
export interface Trending {
  /** In half-lives since 1970. */
  readonly landmark: number;
  readonly summary: Summary;
}

export interface View {
  readonly mediaId: string;
  readonly atMs: number;
}

export const nothingTrends: Trending = { landmark: 0, summary: new Map() };

/** The result of adding `views`, which may be from any time and in any order. */
export function withViews(trending: Trending, views: readonly View[]): Trending {
  const newest = Math.max(...views.map(({ atMs }) => Math.floor(atMs / HALF_LIFE_MS)));
  const { landmark, summary } = movedTo(trending, Math.max(trending.landmark, newest));
  for (const { mediaId, atMs } of views) add(summary, TRENDING_PLACES, mediaId, 2 ** halfLives(landmark, atMs));
  return { landmark, summary };
}

/**
 * Weights at a given time, at which a view counts 1 and one from six hours before counts a half: the scores of a
 * response.
 */
export const weightsAt = ({ landmark, summary }: Trending, nowMs: number): Summary =>
  scaled(summary, 2 ** -halfLives(landmark, nowMs));

const movedTo = ({ landmark, summary }: Trending, later: number): Trending => ({
  landmark: later,
  summary: scaled(summary, 2 ** (landmark - later)),
});

const halfLives = (landmark: number, atMs: number): number => (atMs - landmark * HALF_LIFE_MS) / HALF_LIFE_MS;

const scaled = (summary: Summary, by: number): Summary =>
  new Map(
    [...summary].map(([mediaId, { weight, error }]): [string, Counted] => [
      mediaId,
      { weight: weight * by, error: error * by },
    ]),
  );
