// Contract of search: finds the documents of publishers by whole words and emoji, best match first.
import * as z from 'zod/mini';
import { event, pageQuery, prose, route, text, wholeNumber } from '../shared/base/contract.ts';
import { problem, problems } from '../shared/base/problem.ts';
import { buckets, tables } from './resources.ts';

export { bindings } from './resources.ts';

export const searchProblems = {
  queryWithoutWords: problem(400, 'QUERY_WITHOUT_WORDS', 'The query has no word that could be found'),
  queryTooLong: problem(400, 'QUERY_TOO_LONG', 'The query has too many words'),
} as const;

const DocumentId = z
  .string()
  .check(z.regex(/^[a-z0-9]{1,40}(?:[._-][a-z0-9]{1,40}){0,11}$/), z.maxLength(120))
  .register(z.globalRegistry, {
    id: 'DocumentId',
    description: 'Small letters and digits, in words with full stops, hyphens or underscores between',
  });
/** A web page or a path of this site. */
const DocumentUrl = text(1, 500).check(z.regex(/^(?:https?:\/\/|\/)[!-~]*$/));

const wish = {
  title: prose(1, 200).check(z.regex(/\S/)),
  url: z.optional(DocumentUrl),
  text: prose(0, 20_000),
};
export const PublishDocument = z.strictObject({ documentId: DocumentId, ...wish });
export const PublishDocuments = z.strictObject({
  documents: z.array(PublishDocument).check(z.minLength(1), z.maxLength(25)),
});
export const Published = z.object({
  items: z.array(
    z.object({
      documentId: z.string(),
      version: z.int(),
      /** False when the document was already in this state; nothing was published then. */
      changed: z.boolean(),
    }),
  ),
});
export const PublishedDocument = z.object({
  documentId: z.string(),
  title: z.string(),
  url: z.nullable(z.string()),
  text: z.string(),
  version: z.int(),
  updatedAt: z.iso.datetime({ offset: false }),
});

const Highlights = z.array(z.object({ from: z.int(), to: z.int() }));
const Excerpt = z.object({ text: z.string(), highlights: Highlights });
export const SearchHit = z.object({
  documentId: z.string(),
  url: z.nullable(z.string()),
  title: Excerpt,
  /** Null for documents that came from a job, of which only the words are known. */
  snippet: z.nullable(Excerpt),
  /** Compares documents that have the query as typed, or those that have it only without accents. */
  score: z.number(),
});
export const SearchPage = z.object({
  items: z.array(SearchHit),
  /** Number of documents found, on all pages. */
  total: z.int(),
  cursor: z.optional(z.string()),
});
export const SearchQuery = z.strictObject({
  q: text(1, 200),
  limit: wholeNumber(1, 50, 10),
  cursor: pageQuery.shape.cursor,
});

export type PublishDocument = z.infer<typeof PublishDocument>;
export type SearchHit = z.infer<typeof SearchHit>;
export type SearchPage = z.infer<typeof SearchPage>;
export type PublishedDocument = z.infer<typeof PublishedDocument>;

export const events = {
  /**
   * The whole document, so consumers need no further call. `version` grows by one with each change: keep the highest.
   */
  documentPublished: event(
    'search',
    'DocumentPublished',
    1,
    z.object({
      documentId: z.string(),
      version: z.int(),
      title: z.string(),
      url: z.nullable(z.string()),
      text: z.string(),
    }),
  ),
  documentRemoved: event('search', 'DocumentRemoved', 1, z.object({ documentId: z.string(), version: z.int() })),
} as const;

const byId = z.strictObject({ documentId: DocumentId });
const path = { documentId: 'lambdas.orders.readme' };
const wished = { title: 'orders', url: '/docs/orders', text: 'Owns orders, placed by a saga over stock and payments.' };
const example = { ...path, ...wished, version: 1, updatedAt: '2026-03-01T08:00:00.000Z' };
const found = {
  ...path,
  url: wished.url,
  title: { text: wished.title, highlights: [] },
  snippet: { text: wished.text, highlights: [{ from: 24, to: 28 }] },
  score: 0.2876820724517809,
};

export const contract = {
  service: 'search',
  tables,
  buckets,
  routes: {
    search: route('GET /api/search', {
      summary:
        'Documents by BM25, best first. Every word must be there; `a OR b`, "a phrase", -not, and begin* for a beginning of ' +
        'two letters or more. Accents, case and width do not matter; what is written as the query comes first. An emoji is a ' +
        'word. Highlights are ranges in UTF-16 code units. A cursor goes on in the index as it was, for an hour',
      auth: 'none',
      query: SearchQuery,
      status: 200,
      response: SearchPage,
      problems: [problems.invalidCursor, searchProblems.queryWithoutWords, searchProblems.queryTooLong],
      example: { query: { q: 'saga', limit: '10' }, response: { items: [found], total: 1 } },
    }),
    publishDocuments: route('POST /api/search/documents', {
      summary:
        'Publish up to 25 documents, or change your own; searchable within seconds. What is so already stays as it is',
      auth: 'user',
      roles: ['admin', 'merchant'],
      body: PublishDocuments,
      status: 202,
      response: Published,
      limit: 'write',
      idempotency: 'optional',
      example: {
        body: { documents: [{ ...path, ...wished }] },
        response: { items: [{ ...path, version: 1, changed: true }] },
      },
    }),
    getDocument: route('GET /api/search/documents/{documentId}', {
      summary: 'A document as it was published last',
      auth: 'none',
      path: byId,
      status: 200,
      response: PublishedDocument,
      problems: [problems.notFound],
      example: { path, response: example },
    }),
    removeDocument: route('DELETE /api/search/documents/{documentId}', {
      summary: 'Remove one of your documents; no longer found within seconds. Doing it twice is doing it once',
      auth: 'user',
      roles: ['admin', 'merchant'],
      path: byId,
      status: 204,
      limit: 'write',
      idempotency: 'optional',
      problems: [problems.notFound],
      example: { path },
    }),
  },
} as const;
