// A hit as it is shown: with the text that was published last, which may be newer than what the index found.
import type { SearchHit } from '../contract.ts';
import type { StoredDocument } from '../document.ts';
import { type Query, wantedBy } from './query.ts';
import type { Hit } from './rank.ts';
import { highlightsOf, snippetOf } from './snippet.ts';

/** Without a document it came from a job, or was removed a moment ago: then its id stands for its title. */
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
