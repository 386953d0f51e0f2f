// Collections in an OpenSearch domain: one index each.
//
// pattern                | request                                              | visible
// find                   | POST <collection>/_msearch                           | -
// put, remove            | POST <collection>/_bulk, external versions           | within a second
// begin to fill          | none: the time is the mark                           | -
// end of a filling       | POST <collection>/_delete_by_query, PUT .../-filled- | at once
// the index itself       | PUT <collection>, at the first write of an instance  | -
import * as z from 'zod/mini';
import { signedHeaders } from '../../shared/aws/sign.ts';
import { systemClock } from '../../shared/base/clock.ts';
import { env } from '../../shared/base/env.ts';
import { type HttpReply, httpCall } from '../../shared/http/http-call.ts';
import type { Collections } from '../collections/collections.ts';
import { bindings } from '../resources.ts';
import { bulkBody, FILLED_ID, findBody, indexBody, olderBody } from './requests.ts';

/** Two seconds below the time of a function that finds entries. */
const TIMEOUT_MS = 3000;
/** A filling ends with one request over the whole collection. */
const END_TIMEOUT_MS = 8000;

const CONFLICT = 409;
const NOT_FOUND = 404;

const Failure = z.object({ status: z.optional(z.int()), error: z.optional(z.unknown()) });
const Bulk = z.object({ errors: z.boolean(), items: z.optional(z.array(z.object({ index: Failure }))) });
const Hits = z.object({
  total: z.optional(z.object({ value: z.int() })),
  // Absent for no hit: the filter of the answer leaves out what is empty.
  hits: z.optional(z.array(z.object({ sort: z.optional(z.array(z.string())) }))),
});
const Searched = z.object({ responses: z.array(z.extend(Failure, { hits: z.optional(Hits) })) });

interface Options {
  readonly type?: string;
  readonly timeoutMs?: number;
}

async function send(
  method: 'POST' | 'PUT',
  path: string,
  body: string,
  { type = 'application/json', timeoutMs = TIMEOUT_MS }: Options = {},
): Promise<HttpReply> {
  const { origin, host } = new URL(env(bindings.openSearch));
  const headers = signedHeaders({ service: 'es', host, method, path, headers: { 'content-type': type }, body });
  return httpCall({ method, url: `${origin}${path}`, headers: headers as Record<string, string>, body, timeoutMs });
}

async function ask<Schema extends z.ZodMiniType>(schema: Schema, sent: Promise<HttpReply>): Promise<z.output<Schema>> {
  const { status, text } = await sent;
  if (status >= 300) throw new Error(`OpenSearch answered ${status}: ${text.slice(0, 300)}`);
  return z.parse(schema, JSON.parse(text));
}

const NDJSON = { type: 'application/x-ndjson' };

/** Collections whose index this instance has made or found. */
const made = new Map<string, Promise<void>>();

function make(collection: string): Promise<void> {
  const known =
    made.get(collection) ??
    createIndex(collection).catch((error: unknown) => {
      made.delete(collection);
      throw error;
    });
  made.set(collection, known);
  return known;
}

async function createIndex(collection: string): Promise<void> {
  const { status, text } = await send('PUT', `/${collection}`, JSON.stringify(indexBody));
  if (status >= 300 && !text.includes('resource_already_exists_exception'))
    throw new Error(`OpenSearch answered ${status}: ${text.slice(0, 300)}`);
}

export const openSearchCollections: Collections = {
  async find(asked) {
    const path = `/${asked.collection}/_msearch?filter_path=responses.status,responses.error.type,responses.hits.total,responses.hits.hits.sort`;
    const { responses } = await ask(Searched, send('POST', path, findBody(asked), NDJSON));
    const [filled, found] = responses;
    if (filled?.status === NOT_FOUND || filled?.hits?.total?.value === 0) return { outcome: 'NOT_FILLED' };
    const failed = responses.find(({ error }) => error !== undefined);
    if (failed || !found) throw new Error(`OpenSearch cannot search: ${JSON.stringify(failed?.error)}`);
    const ids = (found.hits?.hits ?? []).flatMap(({ sort = [] }) => sort.slice(0, 1));
    const page = ids.slice(0, asked.limit);
    const next = ids.length > asked.limit ? page.at(-1) : undefined;
    return { outcome: 'FOUND', ids: page, ...(next !== undefined && { next }) };
  },

  async put(collection, entries) {
    if (entries.length === 0) return;
    await make(collection);
    const path = `/${collection}/_bulk?filter_path=errors,items.*.status,items.*.error.type`;
    const body = bulkBody(entries, systemClock.nowMs());
    const { items = [] } = await ask(Bulk, send('POST', path, body, NDJSON));
    // A conflict: a higher version is there.
    const failed = items.find(({ index: { status = 0 } }) => status >= 300 && status !== CONFLICT);
    if (failed) throw new Error(`OpenSearch kept not every entry: ${JSON.stringify(failed.index)}`);
  },

  async begin(collection) {
    await make(collection);
    return [String(systemClock.nowMs())];
  },

  async end(collection, [keptBeforeMs]) {
    const long = { timeoutMs: END_TIMEOUT_MS };
    if (keptBeforeMs !== undefined) {
      await ask(z.unknown(), send('POST', `/${collection}/_refresh`, ''));
      // A conflict: an entry was kept meanwhile, and so is not old.
      const path = `/${collection}/_delete_by_query?conflicts=proceed`;
      await ask(z.unknown(), send('POST', path, JSON.stringify(olderBody(Number(keptBeforeMs))), long));
    }
    await ask(z.unknown(), send('PUT', `/${collection}/_doc/${FILLED_ID}?refresh=true`, '{}', long));
  },
};
