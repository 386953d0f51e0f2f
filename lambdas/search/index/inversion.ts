// Makes a segment from documents, or from the output of an inverted-index job.
import { wordsOf } from '../../shared/base/text/words.ts';
import { type Built, buildSegment, type IndexedDocument, type Posting } from './segment.ts';

/** A document of the documents table or of an event, or the tombstone of a removed one. */
export type SearchDocument =
  | { readonly documentId: string; readonly version: number; readonly title: string; readonly text: string }
  | { readonly documentId: string; readonly version: number; readonly removed: true };

/** The searched text of a document: its title is the first line. */
export const searchedText = ({ title, text }: { readonly title: string; readonly text: string }): string =>
  `${title}\n${text}`;

/** The order of JavaScript's strings, which every list in a segment uses. */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Keeps the highest of several versions of a document. */
export function invert(documents: readonly SearchDocument[]): Built {
  const places = new Map<string, Posting[]>();
  const kept = newest(documents);
  const indexed = kept.map((document, ordinal): IndexedDocument => {
    const { documentId, version } = document;
    if ('removed' in document) return { documentId, version, length: undefined };
    const words = wordsOf(searchedText(document));
    const own = new Map<string, number[]>();
    for (const [position, { word }] of words.entries()) {
      const positions = own.get(word);
      if (positions) positions.push(position);
      else own.set(word, [position]);
    }
    for (const [term, positions] of own) {
      const postings = places.get(term);
      if (postings) postings.push({ ordinal, positions });
      else places.set(term, [{ ordinal, positions }]);
    }
    return { documentId, version, length: words.length };
  });
  return buildSegment(indexed, sorted(places));
}

function newest(documents: readonly SearchDocument[]): SearchDocument[] {
  const highest = new Map<string, SearchDocument>();
  for (const document of documents) {
    const known = highest.get(document.documentId);
    if (!known || known.version < document.version) highest.set(document.documentId, document);
  }
  return [...highest.values()].sort((a, b) => inOrder(a.documentId, b.documentId));
}

const sorted = (places: ReadonlyMap<string, readonly Posting[]>) => [...places].sort(([a], [b]) => inOrder(a, b));

/** A line of a part of the inverted-index job: `term<TAB>[["docId",[position, ...]], ...]`. */
type Part = readonly [documentId: string, positions: readonly number[]][];

/**
 * The segment of a finished job's parts, in any order of parts and lines. Its documents are named
 * `<collection>/<docId>` and all have `version`. Throws, naming the line, at a malformed line or a term that appears in
 * two lines.
 */
export function invertParts(
  lines: Iterable<string>,
  { collection, version }: { readonly collection: string; readonly version: number },
): Built {
  const terms = new Map<string, Part>();
  const lengths = new Map<string, number>();
  for (const line of lines) {
    const [term, part] = readLine(line);
    if (terms.has(term)) throw new Error(`The term ${JSON.stringify(term)} appears in two lines`);
    terms.set(term, part);
    for (const [documentId, { length }] of part) lengths.set(documentId, (lengths.get(documentId) ?? 0) + length);
  }
  const ids = [...lengths.keys()].sort(inOrder);
  const ordinals = new Map(ids.map((documentId, ordinal) => [documentId, ordinal]));
  const places = new Map<string, Posting[]>();
  for (const [term, part] of terms) {
    const postings = part.map(([documentId, positions]) => ({ ordinal: ordinals.get(documentId) ?? 0, positions }));
    places.set(
      term,
      postings.sort((a, b) => a.ordinal - b.ordinal),
    );
  }
  const documents = ids.map((documentId) => ({
    documentId: `${collection}/${documentId}`,
    version,
    length: lengths.get(documentId),
  }));
  return buildSegment(documents, sorted(places));
}

function readLine(line: string): [term: string, part: Part] {
  const tab = line.indexOf('\t');
  const wrong = (): Error => new Error(`Not a line of an inverted index: ${JSON.stringify(line.slice(0, 80))}`);
  if (tab < 1) throw wrong();
  let part: unknown;
  try {
    part = JSON.parse(line.slice(tab + 1));
  } catch {
    throw wrong();
  }
  if (!Array.isArray(part) || part.length === 0 || !part.every(isPosting)) throw wrong();
  return [line.slice(0, tab), part];
}

const isPosting = (value: unknown): boolean => {
  if (!Array.isArray(value) || typeof value[0] !== 'string' || !Array.isArray(value[1])) return false;
  const positions = value[1] as unknown[];
  const rising = positions.every(
    (at, i) => Number.isInteger(at) && Number(at) > (i === 0 ? -1 : Number(positions[i - 1])),
  );
  return positions.length > 0 && rising;
};
