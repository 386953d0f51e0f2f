// Which documents of a segment match a query: as it was typed, or folded.

import type { Occurrences, TermEntry } from '../index/segment.ts';
import type { LiveSegment } from '../index/snapshot.ts';
import { ACCENTED, foldedOf } from '../index/term-places.ts';
import type { Clause, Matcher, Phrase, Query } from './query.ts';

/** A term of the query in one segment. */
export interface Found {
  readonly entry: TermEntry;
  readonly occurrences: Occurrences;
  /** Whether it is the query's word as it was typed. */
  readonly isAsTyped: boolean;
}
/** The matches of a segment for each matcher of the query, by `keyOf`. */
export type FoundTerms = ReadonlyMap<string, readonly Found[]>;

const keyOf = ({ term, isBeginning }: Matcher): string => (isBeginning ? `${term}*` : term);

/** All distinct matchers of a query. */
export function matchersOf(query: Query): Matcher[] {
  const all = query.flatMap(({ anyOf }) => anyOf.flat());
  return [...new Map(all.map((matcher) => [keyOf(matcher), matcher])).values()];
}

export async function findTerms(segment: LiveSegment, matchers: readonly Matcher[]): Promise<FoundTerms> {
  const found = matchers.map(
    async (matcher): Promise<[string, Found[]]> => [keyOf(matcher), await findMatcher(segment, matcher)],
  );
  return new Map(await Promise.all(found));
}

async function findMatcher(segment: LiveSegment, { term, folded, isBeginning }: Matcher): Promise<Found[]> {
  const find = (text: string) => (isBeginning ? findBeginning(segment, text) : findWord(segment, text));
  const [typed, unaccented, accented] = await Promise.all([
    find(term),
    folded === term ? [] : find(folded),
    find(ACCENTED + folded),
  ]);
  const known = new Set(typed.map(({ entry }) => entry.term));
  const others = [...unaccented, ...accented].filter(({ entry }) => !known.has(entry.term));
  return [
    ...typed.map((found) => ({ ...found, isAsTyped: true })),
    ...others.map((found) => ({ ...found, isAsTyped: false })),
  ];
}

/** The matches without those that are only folded; the same map if there are none. */
export function asTyped(terms: FoundTerms): FoundTerms {
  if ([...terms.values()].every((found) => found.every(({ isAsTyped }) => isAsTyped))) return terms;
  return new Map([...terms].map(([key, found]) => [key, found.filter(({ isAsTyped }) => isAsTyped)]));
}

/** Occurrences of the words that rank, whatever their accents. */
export function byFoldedWord(terms: FoundTerms, matchers: readonly Matcher[]): Map<string, Occurrences> {
  const found = new Map(
    matchers.flatMap((matcher) => terms.get(keyOf(matcher)) ?? []).map((one) => [one.entry.term, one.occurrences]),
  );
  const words = new Map<string, Occurrences>();
  for (const [term, occurrences] of found) {
    const word = foldedOf(term);
    if (word === undefined) continue;
    const others = words.get(word);
    words.set(word, others ? union(others, occurrences) : occurrences);
  }
  return words;
}

function union(a: Occurrences, b: Occurrences): Occurrences {
  const counts = new Map<number, number>();
  for (const { ordinals, counts: own } of [a, b])
    for (const [i, ordinal] of ordinals.entries()) counts.set(ordinal, (counts.get(ordinal) ?? 0) + (own[i] ?? 0));
  const ordinals = Uint32Array.from(counts.keys()).sort();
  return { ordinals, counts: ordinals.map((ordinal) => counts.get(ordinal) ?? 0) };
}

type Placed = Omit<Found, 'isAsTyped'>;

async function findWord(segment: LiveSegment, term: string): Promise<Placed[]> {
  const entry = await segment.find(term);
  return entry ? [{ entry, occurrences: await segment.occurrences(entry) }] : [];
}

async function findBeginning(segment: LiveSegment, beginning: string): Promise<Placed[]> {
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
