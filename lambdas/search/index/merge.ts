// Merges several segments: keeps the highest version of each document and drops the others. A removed document stays as
// one without words, because an older version may be in a segment outside this merge.
import { type Built, buildSegment, type IndexedDocument, type Posting, readTail } from './segment.ts';
import { inOrder } from './term-places.ts';
import { termsIn, type Whole } from './whole.ts';

/** All of it is held in memory. */
export function merge(segments: readonly Whole[]): Built {
  const tails = segments.map(({ bytes, tailFrom }) => readTail(bytes.subarray(tailFrom)));
  const highest = new Map<string, { document: IndexedDocument; segment: number }>();
  for (const [segment, { documents }] of tails.entries()) {
    for (const document of documents) {
      const known = highest.get(document.documentId);
      if (!known || known.document.version < document.version) highest.set(document.documentId, { document, segment });
    }
  }
  const kept = [...highest.values()].sort((a, b) => inOrder(a.document.documentId, b.document.documentId));
  const ordinals = new Map(kept.map(({ document, segment }, i) => [`${segment}/${document.documentId}`, i]));
  // For each segment, the new ordinals of its documents; -1 for those that are dropped.
  const moved = tails.map(({ documents }, segment) =>
    Int32Array.from(documents, ({ documentId }) => ordinals.get(`${segment}/${documentId}`) ?? -1),
  );
  const places = new Map<string, Posting[]>();
  for (const [i, segment] of segments.entries()) {
    const tail = tails[i];
    if (!tail) continue;
    for (const { term, ordinals: old, positions } of termsIn(segment, tail)) {
      for (const [at, before] of old.entries()) {
        const ordinal = moved[i]?.[before] ?? -1;
        if (ordinal === -1) continue;
        const posting = { ordinal, positions: positions[at] ?? [] };
        const postings = places.get(term);
        if (postings) postings.push(posting);
        else places.set(term, [posting]);
      }
    }
  }
  for (const postings of places.values()) postings.sort((a, b) => a.ordinal - b.ordinal);
  return buildSegment(
    kept.map(({ document }) => document),
    [...places].sort(([a], [b]) => inOrder(a, b)),
  );
}
