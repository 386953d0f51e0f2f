// Documents, and their index in the segments that the product's own merges leave.
import { IndexStore } from '../../lambdas/search/index/index-store.ts';
import { invert } from '../../lambdas/search/index/inversion.ts';
import { adding } from '../../lambdas/search/index/manifest.ts';
import { bindings } from '../../lambdas/search/resources.ts';
import { chunksOf } from '../../lambdas/shared/base/chunks.ts';
import { type CorpusDocument, corpus } from '../search/corpus.ts';
import { mergeAll } from './collections.ts';
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
  index: async (things) => {
    const store = new IndexStore();
    for (const some of chunksOf(things, BATCH))
      await store.commit(adding(await store.putSegment(invert(some.map(documentOf)))));
    await mergeAll();
  },
  asks: [
    { route: 'search', about: 'a rare word', query: { q: 'sextant' }, walked: true },
    {
      route: 'search',
      about: 'two common words',
      query: { q: 'w3 w7' },
      walked: true,
      curve: 'every document with both words is ranked, and those are a hundred times as many',
    },
    { route: 'search', about: 'a beginning', query: { q: 'sexta*' }, walked: true },
  ],
};
