// Makes a segment from documents.
import type { SearchEntry } from '../../shared/base/search-tasks.ts';
import { termsOf } from '../../shared/base/text/analysis.ts';
import { type Built, buildSegment, type IndexedDocument } from './segment.ts';
import { filterTerm, inOrder, readerTerm, TermPlaces } from './term-places.ts';

/** A document of the documents table, of an event or of a collection, or the tombstone of a removed one. */
export type SearchDocument =
  | {
      readonly documentId: string;
      readonly version: number;
      readonly title: string;
      readonly text: string;
      /** Tokens (search-tasks.ts); published documents have none. */
      readonly readers?: readonly string[];
      readonly filters?: readonly string[];
    }
  | { readonly documentId: string; readonly version: number; readonly removed: true };

/** An entry of a collection as a document. */
export function documentOf(entry: SearchEntry): SearchDocument {
  const { id: documentId, version } = entry;
  if ('removed' in entry) return { documentId, version, removed: true };
  return { documentId, version, title: entry.text, text: '', readers: entry.readers, filters: entry.filters };
}

/** The searched text of a document: its title is the first line. */
export const searchedText = ({ title, text }: { readonly title: string; readonly text: string }): string =>
  `${title}\n${text}`;

/** Keeps the highest of several versions of a document. */
export function invert(documents: readonly SearchDocument[]): Built {
  const lists = new TermPlaces();
  const indexed = newest(documents).map((document, ordinal): IndexedDocument => {
    const { documentId, version } = document;
    if ('removed' in document) return { documentId, version, length: undefined };
    const terms = termsOf(searchedText(document));
    for (const [position, term] of terms.entries()) lists.add(term, ordinal, position);
    const tokens = [...(document.readers ?? []).map(readerTerm), ...(document.filters ?? []).map(filterTerm)];
    for (const token of new Set(tokens)) lists.addToken(token, ordinal);
    return { documentId, version, length: terms.length };
  });
  return buildSegment(indexed, lists.sorted());
}

function newest(documents: readonly SearchDocument[]): SearchDocument[] {
  const highest = new Map<string, SearchDocument>();
  for (const document of documents) {
    const known = highest.get(document.documentId);
    if (!known || known.version < document.version) highest.set(document.documentId, document);
  }
  return [...highest.values()].sort((a, b) => inOrder(a.documentId, b.documentId));
}
