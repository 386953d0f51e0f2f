// Views and what derives from them: counts, trending media, related media and recommendations. Responses contain only
// media that everyone can see now.

import type { Call } from '../shared/base/call.ts';
import { chunksOf } from '../shared/base/chunks.ts';
import { Problem, problems } from '../shared/base/problem.ts';
import type { MediaAudience, RecommendedMedia, RelatedMedia, TrendingMedia } from './contract.ts';
import { REMEMBERED_MS } from './history.ts';
import { findShown, type ShownMedia } from './shown-store.ts';
import { heaviest, merge, type Ranked, type Summary } from './space-saving.ts';
import { HALF_LIFE_MS, TRENDING_PLACES, weightsAt } from './trend.ts';
import { readHistories, readTrending, readWatching } from './view-store.ts';
import { sendView } from './view-stream-store.ts';

/** Recommendations derive from this many of the media a user watched last. */
const SEEDS = 5;

/** Refuses with NOT_FOUND for media that are not public. The view counts once the stream's consumer has it. */
export async function view(userId: string, mediaId: string, { nowMs, correlationId }: Call): Promise<void> {
  await refuseHidden(mediaId);
  await sendView({ userId, mediaId, atMs: nowMs, correlationId });
}

async function refuseHidden(mediaId: string): Promise<void> {
  if (!(await findShown([mediaId])).has(mediaId)) throw new Problem(problems.notFound);
}

export async function audienceOf(mediaId: string): Promise<MediaAudience> {
  const [media] = await presentFirst(1, new Map([[mediaId, {}]]));
  if (!media) throw new Problem(problems.notFound);
  return media;
}

export async function related(mediaId: string, limit: number): Promise<RelatedMedia> {
  await refuseHidden(mediaId);
  const ranked = heaviest(await togetherWith(mediaId));
  const items = await presentFirst(
    limit,
    new Map(ranked.map(({ mediaId: other, weight }) => [other, { together: weight }])),
  );
  return { items, overcountAtMost: largestError(ranked) };
}

export async function trending(limit: number, nowMs: number): Promise<TrendingMedia> {
  const ranked = await rankTrending(nowMs);
  const items = await presentFirst(
    limit,
    new Map(ranked.map(({ mediaId, weight }) => [mediaId, { score: rounded(weight) }])),
  );
  return { items, halfLifeHours: HALF_LIFE_MS / 3_600_000, overcountAtMost: rounded(largestError(ranked)) };
}

/** Media watched together with the user's latest ones, highest counts first, then trending media. */
export async function recommend(userId: string, limit: number, nowMs: number): Promise<RecommendedMedia> {
  const kept = (await readHistories(new Set([userId]))).get(userId)?.history ?? [];
  const history = kept.filter(({ atMs }) => nowMs - atMs < REMEMBERED_MS).map(({ mediaId }) => mediaId);
  const last = history.slice(0, SEEDS);
  const seeds = await findShown(last);
  const watched = new Set(history);
  const found = await besides(
    last.filter((mediaId) => seeds.has(mediaId)),
    watched,
  );
  const items: RecommendedMedia['items'] = await presentFirst(
    limit,
    new Map(
      found.map(({ mediaId, seed }) => [mediaId, { because: { mediaId: seed, title: seeds.get(seed)?.title ?? '' } }]),
    ),
  );
  if (items.length === limit) return { items };
  const known = new Set([...watched, ...items.map(({ mediaId }) => mediaId)]);
  const others = (await rankTrending(nowMs)).filter(({ mediaId }) => !known.has(mediaId));
  const more = await presentFirst(
    limit - items.length,
    new Map(others.map(({ mediaId }) => [mediaId, { because: null }])),
  );
  return { items: [...items, ...more] };
}

/**
 * Everything watched together with the seeds, highest counts first, each with the seed it was watched with most (the
 * first of equals).
 */
async function besides(seeds: readonly string[], watched: ReadonlySet<string>) {
  const found = new Map<string, { mediaId: string; weight: number; seed: string; most: number }>();
  for (const [seed, { together }] of await readWatching(seeds)) {
    for (const { mediaId, weight } of heaviest(together).filter((other) => !watched.has(other.mediaId))) {
      const before = found.get(mediaId) ?? { mediaId, weight: 0, seed, most: 0 };
      const leader = weight > before.most ? { seed, most: weight } : {};
      found.set(mediaId, { ...before, weight: before.weight + weight, ...leader });
    }
  }
  return [...found.values()].sort((a, b) => b.weight - a.weight || (a.mediaId < b.mediaId ? -1 : 1));
}

async function togetherWith(mediaId: string): Promise<Summary> {
  return (await readWatching([mediaId])).get(mediaId)?.together ?? new Map();
}

async function rankTrending(nowMs: number): Promise<Ranked[]> {
  const summaries = await readTrending();
  return heaviest(
    merge(
      summaries.map((summary) => weightsAt(summary, nowMs)),
      TRENDING_PLACES,
    ),
  );
}

/** The first `limit` candidates that everyone can see, with their views and the extra fields of each. */
async function presentFirst<More extends object>(limit: number, candidates: ReadonlyMap<string, More>) {
  const shown: ShownMedia[] = [];
  for (const some of chunksOf([...candidates.keys()], limit)) {
    const found = await findShown(some);
    shown.push(...some.flatMap((mediaId) => found.get(mediaId) ?? []));
    if (shown.length >= limit) break;
  }
  const first = shown.slice(0, limit);
  const watching = await readWatching(first.map(({ mediaId }) => mediaId));
  return first.map((media) => ({
    ...media,
    views: watching.get(media.mediaId)?.views ?? 0,
    ...(candidates.get(media.mediaId) as More),
  }));
}

const largestError = (ranked: readonly Ranked[]): number => Math.max(0, ...ranked.map(({ error }) => error));

const rounded = (score: number): number => Math.round(score * 1000) / 1000;
