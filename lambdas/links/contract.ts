// Contract of the links service: short links, their redirect, and their clicks.
import * as z from 'zod/mini';
import { pageQuery, route, text, wholeNumber } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { linkProblems } from './problems.ts';
import { clickHistory, streams, tables, userAgentLength } from './resources.ts';

export { linkProblems } from './problems.ts';
export { bindings, CODE_LENGTH } from './resources.ts';

/** A code or alias: 4 to 32 base62 characters or `-`, so that it never needs escaping in a path. */
const Code = z
  .string()
  .check(z.regex(/^[0-9A-Za-z-]{4,32}$/))
  .register(z.globalRegistry, { id: 'Code', description: '4 to 32 letters, digits and hyphens' });
const Instant = z.iso.datetime({ offset: false }).register(z.globalRegistry, { id: 'Instant', description: 'UTC' });
const Day = z.iso.date().register(z.globalRegistry, { id: 'Day', description: 'A day of UTC' });

export const CreateLink = z.strictObject({
  url: text(1, 2048),
  alias: z.optional(Code),
  /** Accepts any offset; responses use UTC. */
  expiresAt: z.optional(z.iso.datetime({ offset: true })),
  permanent: z.optional(z.boolean()),
});

export const Link = z.object({
  code: Code,
  shortUrl: z.string(),
  url: z.string(),
  createdAt: Instant,
  expiresAt: z.nullable(Instant),
  permanent: z.boolean(),
});
export const LinkPage = z.object({ items: z.array(Link), cursor: z.optional(z.string()) });

export const StatsQuery = z.strictObject({ from: z.optional(Day), to: z.optional(Day) });
export const Stats = z.object({
  total: z.int(),
  byDay: z.array(z.object({ day: Day, clicks: z.int() })),
  byReferrer: z.array(z.object({ referrer: z.string(), clicks: z.int() })),
  byDevice: z.array(z.object({ device: z.string(), clicks: z.int() })),
});

const TopQuery = z.strictObject({ hours: wholeNumber(1, clickHistory.hours, clickHistory.hours) });
export const Top = z.object({
  items: z.array(z.object({ code: Code, shortUrl: z.string(), clicks: z.int() })),
  hours: z.int(),
  /** Each count is at least the true one and, with this confidence, at most `overcountAtMost` above it. */
  errorBound: z.object({ overcountAtMost: z.int(), confidence: z.number(), clicksCounted: z.int() }),
});

export const devices = ['mobile', 'tablet', 'desktop', 'bot', 'preview', 'other'] as const;
export type Device = (typeof devices)[number];

/**
 * The event on the click stream: one record with all the clicks a redirect instance has to send. A producer numbers its
 * clicks from 1 without gaps and sends them in order over one shard, so the consumer can drop those it has seen: a
 * record resent after a lost answer is counted once (as with Kafka's idempotent producer).
 */
export const ClickBatch = z.strictObject({
  producer: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  firstNumber: z.int().check(z.minimum(1)),
  clicks: z
    .array(
      z.strictObject({
        code: Code,
        atMs: z.int().check(z.minimum(0), z.maximum(8.64e15)),
        /** Host of the Referer header, or `direct`. */
        referrer: z.string().check(z.regex(/^[a-z0-9._-]{1,64}$/)),
        /** The beginning of the User-Agent header. The counter reads the device from it, and does not store it. */
        userAgent: z.optional(z.string().check(z.maxLength(userAgentLength))),
        /** In records of redirects that read the device themselves. */
        device: z.optional(z.enum(devices)),
        correlationId: z.string().check(z.maxLength(64)),
      }),
    )
    .check(z.minLength(1), z.maxLength(500)),
});

export type ClickBatch = z.infer<typeof ClickBatch>;
export type Click = ClickBatch['clicks'][number];
export type CreateLink = z.infer<typeof CreateLink>;
export type Link = z.infer<typeof Link>;
export type Stats = z.infer<typeof Stats>;
export type Top = z.infer<typeof Top>;

const byCode = z.strictObject({ code: Code });

const example = {
  code: 'spring-1',
  shortUrl: 'https://d111111abcdef8.cloudfront.net/spring-1',
  url: 'https://example.com/spring?from=mail#top',
  createdAt: '2026-03-01T08:00:00.000Z',
  expiresAt: '2999-01-01T00:00:00Z',
  permanent: false,
};
const path = { code: example.code };
const range = { from: '2026-03-01', to: '2026-03-31' };

export const contract = {
  service: 'links',
  tables,
  streams,
  routes: {
    createLink: route('POST /api/links', {
      summary: 'Shorten a URL',
      auth: 'user',
      body: CreateLink,
      status: 201,
      response: Link,
      limit: 'write',
      idempotency: 'optional',
      problems: [
        linkProblems.urlNotAllowed,
        linkProblems.aliasReserved,
        linkProblems.expiryInPast,
        linkProblems.aliasTaken,
      ],
      example: { body: { url: example.url, alias: example.code, expiresAt: example.expiresAt }, response: example },
    }),
    listLinks: route('GET /api/links', {
      summary: 'Your links, newest first',
      auth: 'user',
      query: pageQuery,
      status: 200,
      response: LinkPage,
      problems: [problems.invalidCursor],
      example: { query: { limit: '20' }, response: { items: [example] } },
    }),
    topLinks: route('GET /api/links/top', {
      summary: 'The most clicked links of the last hours, estimated by a count-min sketch',
      auth: 'user',
      query: TopQuery,
      status: 200,
      response: Top,
      example: {
        query: { hours: '24' },
        response: {
          items: [{ code: example.code, shortUrl: example.shortUrl, clicks: 120 }],
          hours: 24,
          errorBound: { overcountAtMost: 2, confidence: 0.982, clicksCounted: 150 },
        },
      },
    }),
    getLink: route('GET /api/links/{code}', {
      summary: 'One of your links',
      auth: 'user',
      path: byCode,
      status: 200,
      response: Link,
      problems: [problems.notFound, linkProblems.linkGone],
      example: { path, response: example },
    }),
    deleteLink: route('DELETE /api/links/{code}', {
      summary: 'Delete one of your links; its code is never given out again',
      auth: 'user',
      path: byCode,
      status: 204,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound],
      example: { path },
    }),
    linkStats: route('GET /api/links/{code}/stats', {
      summary: 'Clicks of one of your links, by day (UTC), referrer and device; the last 30 days unless told',
      auth: 'user',
      path: byCode,
      query: StatsQuery,
      status: 200,
      response: Stats,
      problems: [problems.notFound, linkProblems.linkGone, linkProblems.rangeTooLong],
      example: {
        path,
        query: range,
        response: {
          total: 3,
          byDay: [{ day: range.from, clicks: 3 }],
          byReferrer: [{ referrer: 'news.example', clicks: 3 }],
          byDevice: [{ device: 'mobile', clicks: 3 }],
        },
      },
    }),
  },
} as const;
