// Contract of the audience service: views of public media, trending media, and recommendations from shared views.
import * as z from 'zod/mini';
import { MediaId } from '../media/contract.ts';
import { route, wholeNumber } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { streams, tables } from './resources.ts';

export { bindings } from './resources.ts';

export const ViewMedia = z.strictObject({ mediaId: MediaId });

/** A media item that everyone can see. */
const shown = {
  mediaId: MediaId,
  kind: z.enum(['image', 'video']),
  title: z.string(),
  /** Null for pictures. */
  durationSeconds: z.nullable(z.number()),
  pictureUrl: z.nullable(z.string()),
  /** Since it was first shown. Repeated views by one user within ten minutes count once. */
  views: z.int(),
};
export const MediaAudience = z.object(shown);

/** `together` is never too low, and at most this much too high. */
const overcountAtMost = z.number();
export const TrendingMedia = z.object({
  /** `score`: views, where each view halves in weight every `halfLifeHours`. */
  items: z.array(z.object({ ...shown, score: z.number() })),
  halfLifeHours: z.number(),
  overcountAtMost,
});
export const RelatedMedia = z.object({
  /** `together`: how often the same person watched both within a day. */
  items: z.array(z.object({ ...shown, together: z.int() })),
  overcountAtMost,
});
export const RecommendedMedia = z.object({
  items: z.array(
    z.object({
      ...shown,
      /** A seed: you watched it, and others watched it together with this item. Null: the item is trending. */
      because: z.nullable(z.object({ mediaId: MediaId, title: z.string() })),
    }),
  ),
});

/** The record that this service puts on its stream of views. */
export const MediaViewed = z.strictObject({
  userId: z.string().check(z.regex(/^[\w-]{1,128}$/)),
  mediaId: MediaId,
  /** Stored in six bytes. */
  atMs: z.int().check(z.minimum(0), z.maximum(2 ** 48 - 1)),
  correlationId: z.string().check(z.maxLength(64)),
});

export type MediaViewed = z.infer<typeof MediaViewed>;
export type MediaAudience = z.infer<typeof MediaAudience>;
export type TrendingMedia = z.infer<typeof TrendingMedia>;
export type RelatedMedia = z.infer<typeof RelatedMedia>;
export type RecommendedMedia = z.infer<typeof RecommendedMedia>;

const path = { mediaId: '0123456789abcdef0123' };
const byId = z.strictObject({ mediaId: MediaId });
const ListQuery = z.strictObject({ limit: wholeNumber(1, 50, 20) });
const example = {
  ...path,
  kind: 'video' as const,
  title: 'The harbour',
  durationSeconds: 61.4,
  pictureUrl: 'https://d111111abcdef8.cloudfront.net/media/0123456789abcdef0123/poster.jpg',
  views: 120,
};
const query = { limit: '20' };

export const contract = {
  service: 'audience',
  tables,
  streams,
  routes: {
    viewMedia: route('POST /api/audience/views', {
      summary: 'Say that you watch a media that everybody sees; it counts within seconds, and again after ten minutes',
      auth: 'user',
      body: ViewMedia,
      status: 204,
      limit: 'write',
      problems: [problems.notFound],
      example: { body: path },
    }),
    mediaAudience: route('GET /api/audience/media/{mediaId}', {
      summary: 'How often a media was watched',
      auth: 'user',
      path: byId,
      status: 200,
      response: MediaAudience,
      problems: [problems.notFound],
      example: { path, response: example },
    }),
    relatedMedia: route('GET /api/audience/media/{mediaId}/related', {
      summary: 'What the same people watched within a day, most often first',
      auth: 'user',
      path: byId,
      query: ListQuery,
      status: 200,
      response: RelatedMedia,
      problems: [problems.notFound],
      example: { path, query, response: { items: [{ ...example, together: 17 }], overcountAtMost: 0 } },
    }),
    trendingMedia: route('GET /api/audience/trending', {
      summary: 'What is watched now: views that weigh half as much every six hours',
      auth: 'user',
      query: ListQuery,
      status: 200,
      response: TrendingMedia,
      example: {
        query,
        response: { items: [{ ...example, score: 31.25 }], halfLifeHours: 6, overcountAtMost: 0.5 },
      },
    }),
    recommendMedia: route('GET /api/audience/recommendations', {
      summary: 'What you have not watched: what others watched beside your last ones, then what is trending',
      auth: 'user',
      query: ListQuery,
      status: 200,
      response: RecommendedMedia,
      example: {
        query,
        response: { items: [{ ...example, because: { mediaId: 'fedcba9876543210fedc', title: 'The old harbour' } }] },
      },
    }),
  },
} as const;
