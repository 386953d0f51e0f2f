// Finds entries of a collection, the newest first: ids sort by age. Words decide what is found, and nothing is scored, so
// no statistics of entries that the caller may not read show in a result.
import type { Asked, Found } from '../../shared/base/search-tasks.ts';
import type { LiveSegment, Snapshot } from '../index/snapshot.ts';
import { filterTerm, inOrder, readerTerm } from '../index/term-places.ts';
import { findTerms, matchersOf, matching } from './match.ts';
import { beginningsOf } from './query.ts';

type Page = Omit<Extract<Found, { outcome: 'FOUND' }>, 'outcome'>;

export async function newestIn(snapshot: Snapshot, asked: Omit<Asked, 'collection'>): Promise<Page> {
  const { limit } = asked;
  const parts = await Promise.all(snapshot.segments.map((segment) => newestOf(segment, asked)));
  const ids = parts
    .flat()
    .sort((a, b) => inOrder(b, a))
    .slice(0, limit + 1);
  const page = ids.slice(0, limit);
  const next = ids.length > limit ? page.at(-1) : undefined;
  return { ids: page, ...(next !== undefined && { next }) };
}

/** The newest of one segment, one more than a page has. */
async function newestOf(
  segment: LiveSegment,
  { query, readers, filters, limit, before }: Omit<Asked, 'collection'>,
): Promise<string[]> {
  const words = query === undefined ? [] : beginningsOf(query);
  if (query !== undefined && words.length === 0) return [];
  const permitted = await having(segment, readers.map(readerTerm));
  const filtered = await Promise.all(filters.map((filter) => having(segment, [filterTerm(filter)])));
  const matched = await matching(segment, words, await findTerms(segment, matchersOf(words)));
  const ids: string[] = [];
  // A segment has its documents in the order of their ids.
  for (let ordinal = matched.length - 1; ordinal >= 0 && ids.length <= limit; ordinal -= 1) {
    if (!matched[ordinal] || !permitted[ordinal] || !filtered.every((flags) => flags[ordinal])) continue;
    const id = segment.documents[ordinal]?.documentId ?? '';
    if (before === undefined || id < before) ids.push(id);
  }
  return ids;
}

/** 1 for each document with one of the tokens. */
async function having(segment: LiveSegment, terms: readonly string[]): Promise<Uint8Array> {
  const flags = new Uint8Array(segment.live.length);
  for (const term of terms) {
    const entry = await segment.find(term);
    if (entry) for (const ordinal of (await segment.occurrences(entry)).ordinals) flags[ordinal] = 1;
  }
  return flags;
}
