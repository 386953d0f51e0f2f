// Documents, and their index in the segments that the product's own merges leave.
import { commit, putSegment } from '../../lambdas/search/index/index-store.ts';
import { invert } from '../../lambdas/search/index/inversion.ts';
import { adding, DOCUMENTS } from '../../lambdas/search/index/manifest.ts';
import { handler as mergeSegments } from '../../lambdas/search/merge-segments.ts';
import { bindings } from '../../lambdas/search/resources.ts';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import { type CorpusDocument, corpus } from '../corpus.ts';
import { bornMs, isRare, type Loader, owner, type Thing } from './loader.ts';

/** Of one segment, before merges. */
const BATCH = 250;

let texts: readonly CorpusDocument[] = [];

function documentOf(thing: Thing): CorpusDocument {
  if (texts.length !== thing.total) texts = corpus(thing.total);
  const document = texts[thing.i] as CorpusDocument;
  return { ...document, text: `${document.text}${isRare(thing) ? ' sextant' : ''}` };
}

export const search: Loader = {
  service: 'search',
  things: 'documents',
  base: 200,
  rows: (thing) => {
    const document = { ...documentOf(thing), publisherId: owner, updatedAtMs: bornMs(thing) };
    return [{ env: bindings.documentsTable, item: document }];
  },
  index: async (total, nowMs) => {
    const documents = Array.from({ length: total }, (_, i) => documentOf({ i, total, nowMs }));
    for (const some of chunksOf(documents, BATCH)) await commit(adding(await putSegment(invert(some), DOCUMENTS)));
    while ((await mergeSegments()).merged > 0);
  },
  asks: [
    { route: 'search', about: 'a rare word', query: { q: 'sextant' }, walked: true },
    { route: 'search', about: 'two common words', query: { q: 'w3 w7' }, walked: true },
    { route: 'search', about: 'a beginning', query: { q: 'sexta*' }, walked: true },
  ],
};
