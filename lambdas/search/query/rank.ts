// Ranks documents by how well they match a query: BM25 over the words of the query.
//
// score = sum over words w of idf(w) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length)),
// idf(w) = ln(1 + (N - df + 0.5) / (df + 0.5)), k1 = 1.2, b = 0.75.
// Source: Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); the 1 + in the idf keeps it
// positive, as in Apache Lucene's BM25Similarity. A phrase matches as a whole and ranks by its words. Each word counts once
// however often the query has it, and an excluded word not at all. N, df and the lengths are of the documents that count.
//
// Words are counted folded, so accents change no score. Documents that have the query as it was typed come first; those
// that have it only folded follow.

import type { IndexedDocument, Occurrences } from '../index/segment.ts';
import type { LiveSegment, Snapshot } from '../index/snapshot.ts';
import { inOrder } from '../index/term-places.ts';
import { asTyped, byFoldedWord, type FoundTerms, findTerms, matchersOf, matching } from './match.ts';
import type { Query } from './query.ts';

const K1 = 1.2;
const B = 0.75;

export interface Hit {
  readonly documentId: string;
  readonly version: number;
  readonly score: number;
  /** Whether the document has the query only without its accents. */
  readonly isFolded: boolean;
}
export interface Ranked {
  /** As typed before folded, then best first; equal scores are ordered by id. */
  readonly hits: readonly Hit[];
  /** Number of documents the query finds, on all pages. */
  readonly total: number;
  /** Whether more hits follow. */
  readonly more: boolean;
}
/** A cursor of an earlier version has no `isFolded`. */
export type Place = Pick<Hit, 'documentId' | 'score'> & Partial<Pick<Hit, 'isFolded'>>;

interface Part {
  readonly segment: LiveSegment;
  readonly terms: FoundTerms;
  /** The words that rank. */
  readonly words: ReadonlyMap<string, Occurrences>;
}

/** The `limit` best hits after a place. */
export async function rank(
  snapshot: Snapshot,
  query: Query,
  { limit, after }: { readonly limit: number; readonly after?: Place },
): Promise<Ranked> {
  const matchers = matchersOf(query);
  const ranking = matchersOf(query.filter(({ not }) => !not));
  const parts = await Promise.all(
    snapshot.segments.map(async (segment): Promise<Part> => {
      const terms = await findTerms(segment, matchers);
      return { segment, terms, words: byFoldedWord(terms, ranking) };
    }),
  );
  const weights = weightsOf(snapshot, parts);
  const best = new Best(limit + 1, after);
  const totals = parts.map((part) => addHits(best, part, query, weights, snapshot));
  const total = (await Promise.all(totals)).reduce((sum, count) => sum + count, 0);
  return { hits: best.hits.slice(0, limit), total, more: best.hits.length > limit };
}

const byRank = (a: Place, b: Place): number =>
  Number(a.isFolded ?? false) - Number(b.isFolded ?? false) || b.score - a.score || inOrder(a.documentId, b.documentId);

/** The best hits after a place. Most hits are worse than the worst kept, and cost one comparison. */
class Best {
  readonly hits: Hit[] = [];
  readonly #most: number;
  readonly #after: Place | undefined;

  constructor(most: number, after: Place | undefined) {
    this.#most = most;
    this.#after = after;
  }

  add(score: number, isFolded: boolean, { documentId, version }: IndexedDocument): void {
    const hit = { documentId, version, score, isFolded };
    const last = this.hits.at(-1);
    if (last && this.hits.length === this.#most && byRank(last, hit) < 0) return;
    if (this.#after && byRank(this.#after, hit) >= 0) return;
    const place = this.hits.findIndex((one) => byRank(hit, one) < 0);
    this.hits.splice(place === -1 ? this.hits.length : place, 0, hit);
    if (this.hits.length > this.#most) this.hits.pop();
  }
}

/**
 * The idf of each word that ranks, in a fixed order: sums are identical to the last bit however documents are spread
 * over segments.
 */
function weightsOf({ documents }: Snapshot, parts: readonly Part[]): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const { segment, words } of parts)
    for (const [word, occurrences] of words)
      frequencies.set(word, (frequencies.get(word) ?? 0) + alive(segment, occurrences));
  const weights = [...frequencies].map(([word, df]): [string, number] => [
    word,
    Math.log(1 + (documents - df + 0.5) / (df + 0.5)),
  ]);
  return new Map(weights.sort(([a], [b]) => inOrder(a, b)));
}

function alive({ live }: LiveSegment, { ordinals }: Occurrences): number {
  let count = 0;
  for (const ordinal of ordinals) count += live[ordinal] ?? 0;
  return count;
}

/** Returns how many it found. */
async function addHits(
  best: Best,
  { segment, terms, words }: Part,
  query: Query,
  weights: ReadonlyMap<string, number>,
  snapshot: Snapshot,
): Promise<number> {
  const matched = await matching(segment, query, terms);
  const typed = asTyped(terms);
  const matchedAsTyped = typed === terms ? matched : await matching(segment, query, typed);
  const scores = new Float64Array(matched.length);
  for (const [term, idf] of weights) {
    const { ordinals, counts } = words.get(term) ?? { ordinals: [], counts: [] };
    for (let i = 0; i < ordinals.length; i += 1) {
      const ordinal = ordinals[i] ?? 0;
      if (matched[ordinal] === 0) continue;
      const tf = counts[i] ?? 0;
      const length = segment.documents[ordinal]?.length ?? 0;
      const norm = K1 * (1 - B + (B * length * snapshot.documents) / snapshot.words);
      scores[ordinal] = (scores[ordinal] ?? 0) + (idf * tf * (K1 + 1)) / (tf + norm);
    }
  }
  let total = 0;
  for (let ordinal = 0; ordinal < matched.length; ordinal += 1) {
    const document = segment.documents[ordinal];
    if (matched[ordinal] === 0 || !document) continue;
    total += 1;
    best.add(scores[ordinal] ?? 0, matchedAsTyped[ordinal] === 0, document);
  }
  return total;
}
