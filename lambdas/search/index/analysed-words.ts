// Makes a segment from words with their places, whose texts are gone: those of an inverted-index job, and those of a
// segment of an earlier analysis. A word may become several terms, which moves the words behind it.
import { termsOf } from '../../shared/base/text/analysis.ts';
import { type Built, buildSegment, type IndexedDocument, type Posting, readTail } from './segment.ts';
import { ACCENTED, isToken, TermPlaces } from './term-places.ts';
import { termsIn, type Whole } from './whole.ts';

export type PlacedWord = readonly [word: string, postings: readonly Posting[]];

/** The lengths of the documents are counted anew; a document without one stays removed. */
export function analyseWords(words: readonly PlacedWord[], documents: readonly IndexedDocument[]): Built {
  const lists = new TermPlaces();
  for (const [token, postings] of words)
    if (isToken(token)) for (const { ordinal } of postings) lists.addToken(token, ordinal);
  const analysed = words.flatMap(([word, postings]) => (isToken(word) ? [] : [{ terms: termsOf(word), postings }]));
  const lengths = new Map<number, number>();
  const shifts = new Map<number, { readonly after: number; readonly by: number }[]>();
  for (const { terms, postings } of analysed)
    for (const { ordinal, positions } of postings) {
      lengths.set(ordinal, (lengths.get(ordinal) ?? 0) + terms.length * positions.length);
      if (terms.length === 1) continue;
      const own = shifts.get(ordinal) ?? [];
      for (const after of positions) own.push({ after, by: terms.length - 1 });
      shifts.set(ordinal, own);
    }
  const moves = new Map([...shifts].map(([ordinal, own]) => [ordinal, movesOf(own)]));
  for (const { terms, postings } of analysed)
    for (const { ordinal, positions } of postings)
      for (const position of positions) {
        const at = moves.get(ordinal)?.(position) ?? position;
        for (const [i, term] of terms.entries()) lists.add(term, ordinal, at + i);
      }
  const counted = documents.map((document, ordinal) =>
    document.length === undefined ? document : { ...document, length: lengths.get(ordinal) ?? 0 },
  );
  return buildSegment(counted, lists.sorted());
}

/** Where a position moves to when the words before it become several terms. */
function movesOf(shifts: readonly { readonly after: number; readonly by: number }[]): (position: number) => number {
  const ordered = [...shifts].sort((a, b) => a.after - b.after);
  const sums: number[] = [0];
  for (const { by } of ordered) sums.push((sums.at(-1) ?? 0) + by);
  return (position) => {
    let [low, high] = [0, ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ordered[middle]?.after ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return position + (sums[low] ?? 0);
  };
}

/** A segment of an earlier analysis, analysed anew. What was no word then, such as an emoji, is not in it. */
export function analyseSegment(whole: Whole): Built {
  const tail = readTail(whole.bytes.subarray(whole.tailFrom));
  const words: PlacedWord[] = [];
  for (const { term, ordinals, positions } of termsIn(whole, tail)) {
    if (term.startsWith(ACCENTED)) continue;
    words.push([term, Array.from(ordinals, (ordinal, i) => ({ ordinal, positions: positions[i] ?? [] }))]);
  }
  return analyseWords(words, tail.documents);
}
