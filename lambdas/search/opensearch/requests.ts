// Requests to OpenSearch, as bodies. Pure. An index is a collection; a document is an entry.
//
// Words are analysed here, not there, so both indexes find the same: a document has the folded terms of its text as
// keywords, and each word of a query is the beginning of one of them.
// API: https://docs.opensearch.org/latest/api-reference/
import type { Asked, SearchEntry } from '../../shared/base/search-tasks.ts';
import { askedTerms, termsOf } from '../../shared/base/text/analysis.ts';

/** Says that the collection was filled. It has no reader, so nobody finds it; no entry has this id. */
export const FILLED_ID = '-filled-';

const keyword = { type: 'keyword' } as const;

/** One primary, which no collection here outgrows, and a replica where there is a second node. */
export const indexBody = {
  settings: { index: { number_of_shards: 1, auto_expand_replicas: '0-1' } },
  mappings: {
    dynamic: false,
    properties: { id: keyword, terms: keyword, readers: keyword, filters: keyword, keptAtMs: { type: 'long' } },
  },
} as const;

/**
 * For `_bulk`. The highest version of an entry stays; an equal one replaces itself, so that a filling renews `keptAtMs`.
 * A removed entry stays without readers, and its version keeps earlier ones out.
 */
export const bulkBody = (entries: readonly SearchEntry[], keptAtMs: number): string =>
  lines(
    entries.flatMap((entry) => {
      const { id, version } = entry;
      const action = { index: { _id: id, version, version_type: 'external_gte' } };
      if ('removed' in entry) return [action, { id, keptAtMs }];
      const terms = [...new Set(termsOf(entry.text).map(({ folded }) => folded))];
      return [action, { id, terms, readers: entry.readers, filters: entry.filters, keptAtMs }];
    }),
  );

/** For `_msearch`: whether the collection is filled, and its entries, one more than a page has. */
export const findBody = (asked: Asked): string =>
  lines([{}, { size: 0, query: { ids: { values: [FILLED_ID] } } }, {}, searchBody(asked)]);

function searchBody({ query, readers, filters, limit, before }: Asked): object {
  const words = query === undefined ? [] : [...new Set(askedTerms(query).map(({ folded }) => folded))];
  const nothing = query !== undefined && words.length === 0;
  return {
    size: limit + 1,
    _source: false,
    track_total_hits: false,
    sort: [{ id: 'desc' }],
    query: nothing
      ? { match_none: {} }
      : {
          bool: {
            filter: [
              { terms: { readers } },
              ...filters.map((filter) => ({ term: { filters: filter } })),
              ...words.map((word) => ({ prefix: { terms: word } })),
              ...(before === undefined ? [] : [{ range: { id: { lt: before } } }]),
            ],
          },
        },
  };
}

/** For `_delete_by_query`: what no filling since has renewed. */
export const olderBody = (keptBeforeMs: number) => ({ query: { range: { keptAtMs: { lt: keptBeforeMs } } } });

const lines = (bodies: readonly object[]): string => bodies.map((body) => `${JSON.stringify(body)}\n`).join('');
