// Rebuilds the index of all published documents from the documents table; job output stays as it is. Invoked by `npm
// run search -- rebuild`. The result replaces the segments that existed at the start. Documents published meanwhile
// have their own segments, and a document in both counts once.
import { allDocuments } from './document-store.ts';
import { IndexStore } from './index/index-store.ts';
import { invert, type SearchDocument } from './index/inversion.ts';
import { adding, DOCUMENTS, replacing, type SegmentName } from './index/manifest.ts';

const store = new IndexStore();

/** Characters of text per segment; building one holds some ten times that in memory. */
const MOST_CHARACTERS = 8_000_000;

export const handler = async (): Promise<{ documents: number; segments: number }> => {
  const old = (await store.currentManifest()).segments.filter(({ source }) => source === DOCUMENTS);
  const made: SegmentName[] = [];
  let documents = 0;
  let waiting: SearchDocument[] = [];
  let characters = 0;
  const build = async () => {
    if (waiting.length > 0) made.push(await store.putSegment(invert(waiting)));
    [waiting, characters] = [[], 0];
  };
  for await (const page of allDocuments()) {
    for (const document of page) {
      documents += 1;
      waiting.push(document);
      characters += 'removed' in document ? 0 : document.text.length;
      if (characters >= MOST_CHARACTERS) await build();
    }
  }
  await build();
  const changed = await store.commit((segments) => {
    const without = replacing(old, undefined)(segments);
    return without && made.reduce((all, segment) => adding(segment)(all) ?? all, without);
  });
  if (!changed) throw new Error('segments were merged in the meantime: try again');
  return { documents, segments: made.length };
};
