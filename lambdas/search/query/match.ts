// Which documents of a segment match a query.

import type { Occurrences, TermEntry } from '../index/segment.ts';
import type { LiveSegment } from '../index/snapshot.ts';
import type { Clause, Matcher, Phrase, Query } from './query.ts';

/** A term of the query in one segment. */
export interface Found {
  readonly entry: TermEntry;
  readonly occurrences: Occurrences;
}
/** The matches of a segment for each matcher of the query, by `keyOf`. */
export type FoundTerms = ReadonlyMap<string, readonly Found[]>;

export const keyOf = ({ term, isBeginning }: Matcher): string => (isBeginning ? `${term}*` : term);

/** All distinct matchers of a query. */
export function matchersOf(query: Query): Matcher[] {
  const all = query.flatMap(({ anyOf }) => anyOf.flat());
  return [...new Map(all.map((matcher) => [keyOf(matcher), matcher])).values()];
}

export async function findTerms(segment: LiveSegment, matchers: readonly Matcher[]): Promise<FoundTerms> {
  const found = matchers.map(
    async (matcher): Promise<[string, Found[]]> => [
      keyOf(matcher),
      matcher.isBeginning ? await findBeginning(segment, matcher.term) : await findWord(segment, matcher.term),
    ],
  );
  return new Map(await Promise.all(found));
}

async function findWord(segment: LiveSegment, term: string): Promise<Found[]> {
  const entry = await segment.find(term);
  return entry ? [{ entry, occurrences: await segment.occurrences(entry) }] : [];
}

async function findBeginning(segment: LiveSegment, beginning: string): Promise<Found[]> {
  const entries = await segment.beginningWith(beginning);
  const all = await segment.occurrencesOfRun(entries);
  return all.flatMap((occurrences, i) => (entries[i] ? [{ entry: entries[i], occurrences }] : []));
}

/** 1 for each document of the segment that counts and matches the query. */
export async function matching(segment: LiveSegment, query: Query, terms: FoundTerms): Promise<Uint8Array> {
  const matched = Uint8Array.from(segment.live);
  for (const clause of query) {
    const within = await clauseDocuments(segment, clause, terms);
    const wanted = clause.not ? 0 : 1;
    for (let i = 0; i < matched.length; i += 1) if (within[i] !== wanted) matched[i] = 0;
  }
  return matched;
}

async function clauseDocuments(segment: LiveSegment, { anyOf }: Clause, terms: FoundTerms): Promise<Uint8Array> {
  const within = new Uint8Array(segment.live.length);
  for (const phrase of anyOf) {
    const [only] = phrase;
    if (phrase.length === 1 && only) {
      for (const { occurrences } of terms.get(keyOf(only)) ?? [])
        for (const ordinal of occurrences.ordinals) within[ordinal] = 1;
    } else for (const ordinal of await phraseDocuments(segment, phrase, terms)) within[ordinal] = 1;
  }
  return within;
}

/** Documents that contain the words consecutively. */
async function phraseDocuments(segment: LiveSegment, phrase: Phrase, terms: FoundTerms): Promise<number[]> {
  // Where the words matched so far end, by document.
  let ends: Map<number, Set<number>> | undefined;
  for (const matcher of phrase) {
    const next = new Map<number, Set<number>>();
    for (const { entry, occurrences } of terms.get(keyOf(matcher)) ?? []) {
      const positions = await segment.positions(entry, occurrences);
      for (const [i, ordinal] of occurrences.ordinals.entries()) {
        const before = ends?.get(ordinal);
        if (ends && !before) continue;
        const here = (positions[i] ?? []).filter((position) => !before || before.has(position - 1));
        if (here.length > 0) next.set(ordinal, new Set([...(next.get(ordinal) ?? []), ...here]));
      }
    }
    ends = next;
    if (ends.size === 0) return [];
  }
  return [...(ends ?? new Map<number, Set<number>>()).keys()];
}
