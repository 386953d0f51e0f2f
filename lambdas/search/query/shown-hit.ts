// A hit as it is shown: with the text as last published, which may be newer than what the index matched.
import type { SearchHit } from '../contract.ts';
import type { StoredDocument } from '../document.ts';
import { type Query, wantedBy } from './query.ts';
import type { Hit } from './rank.ts';
import { highlightsOf, snippetOf } from './snippet.ts';

/** Without a document, the hit came from a job or was removed a moment ago; its id then replaces the title. */
export function presentHit({ documentId, score }: Hit, document: StoredDocument | undefined, query: Query): SearchHit {
  const isWanted = wantedBy(query);
  const there = document && !('removed' in document) ? document : undefined;
  const title = there?.title ?? documentId;
  return {
    documentId,
    url: there?.url ?? null,
    title: { text: title, highlights: highlightsOf(title, isWanted) },
    snippet: there ? snippetOf(there.text, isWanted) : null,
    score,
  };
}
