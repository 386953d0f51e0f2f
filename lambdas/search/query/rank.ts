// Ranks documents by how well they match a query: BM25 over the words of the query.
//
// score = sum over words w of idf(w) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average length)),
// idf(w) = ln(1 + (N - df + 0.5) / (df + 0.5)), k1 = 1.2, b = 0.75.
// Source: Robertson, Zaragoza: "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); the 1 + in the idf keeps it
// positive, as in Apache Lucene's BM25Similarity. A phrase matches as a whole and ranks by its words. Each word counts once
// however often the query has it, and an excluded word not at all. N, df and the lengths are of the documents that count.
import { inOrder } from '../index/inversion.ts';
import type { IndexedDocument, Occurrences } from '../index/segment.ts';
import type { LiveSegment, Snapshot } from '../index/snapshot.ts';
import { type FoundTerms, findTerms, keyOf, matchersOf, matching } from './match.ts';
import type { Query } from './query.ts';

const K1 = 1.2;
const B = 0.75;

export interface Hit {
  readonly documentId: string;
  readonly version: number;
  readonly score: number;
}
export interface Ranked {
  /** Best first; equal scores are ordered by id. */
  readonly hits: readonly Hit[];
  /** Number of documents the query finds, on all pages. */
  readonly total: number;
  /** Whether more hits follow. */
  readonly more: boolean;
}
export type Place = Pick<Hit, 'documentId' | 'score'>;

interface Part {
  readonly segment: LiveSegment;
  readonly terms: FoundTerms;
}

/** The `limit` best hits after a place. */
export async function rank(
  snapshot: Snapshot,
  query: Query,
  { limit, after }: { readonly limit: number; readonly after?: Place },
): Promise<Ranked> {
  const matchers = matchersOf(query);
  const parts = await Promise.all(
    snapshot.segments.map(async (segment): Promise<Part> => ({ segment, terms: await findTerms(segment, matchers) })),
  );
  const weights = weightsOf(query, snapshot, parts);
  const best = new Best(limit + 1, after);
  const totals = parts.map((part) => addHits(best, part, query, weights, snapshot));
  const total = (await Promise.all(totals)).reduce((sum, count) => sum + count, 0);
  return { hits: best.hits.slice(0, limit), total, more: best.hits.length > limit };
}

const byRank = (a: Place, b: Place): number => b.score - a.score || inOrder(a.documentId, b.documentId);

/** The best hits after a place. Most hits are worse than the worst kept, and cost one comparison. */
class Best {
  readonly hits: Hit[] = [];
  readonly #most: number;
  readonly #after: Place | undefined;

  constructor(most: number, after: Place | undefined) {
    this.#most = most;
    this.#after = after;
  }

  add(score: number, { documentId, version }: IndexedDocument): void {
    const hit = { documentId, version, score };
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
function weightsOf(query: Query, { documents }: Snapshot, parts: readonly Part[]): Map<string, number> {
  const asked = matchersOf(query.filter(({ not }) => !not));
  const weights = new Map<string, number>();
  for (const matcher of asked) {
    const frequencies = new Map<string, number>();
    for (const { segment, terms } of parts)
      for (const { entry, occurrences } of terms.get(keyOf(matcher)) ?? [])
        frequencies.set(entry.term, (frequencies.get(entry.term) ?? 0) + alive(segment, occurrences));
    for (const [term, df] of frequencies) weights.set(term, Math.log(1 + (documents - df + 0.5) / (df + 0.5)));
  }
  return new Map([...weights].sort(([a], [b]) => inOrder(a, b)));
}

function alive({ live }: LiveSegment, { ordinals }: Occurrences): number {
  let count = 0;
  for (const ordinal of ordinals) count += live[ordinal] ?? 0;
  return count;
}

/** Returns how many it found. */
async function addHits(
  best: Best,
  { segment, terms }: Part,
  query: Query,
  weights: ReadonlyMap<string, number>,
  { documents, words }: Snapshot,
): Promise<number> {
  const matched = await matching(segment, query, terms);
  const scores = new Float64Array(matched.length);
  const occurrencesOf = new Map([...terms.values()].flat().map(({ entry, occurrences }) => [entry.term, occurrences]));
  for (const [term, idf] of weights) {
    const { ordinals, counts } = occurrencesOf.get(term) ?? { ordinals: [], counts: [] };
    for (let i = 0; i < ordinals.length; i += 1) {
      const ordinal = ordinals[i] ?? 0;
      if (matched[ordinal] === 0) continue;
      const tf = counts[i] ?? 0;
      const length = segment.documents[ordinal]?.length ?? 0;
      const norm = K1 * (1 - B + (B * length * documents) / words);
      scores[ordinal] = (scores[ordinal] ?? 0) + (idf * tf * (K1 + 1)) / (tf + norm);
    }
  }
  let total = 0;
  for (let ordinal = 0; ordinal < matched.length; ordinal += 1) {
    const document = segment.documents[ordinal];
    if (matched[ordinal] === 0 || !document) continue;
    total += 1;
    best.add(scores[ordinal] ?? 0, document);
  }
  return total;
}
