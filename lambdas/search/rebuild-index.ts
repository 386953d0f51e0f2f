// Makes the index of all published documents again, from the documents table; what came from jobs stays as it is. Called by
// `npm run search -- rebuild`. It takes the place of the segments that were there when it began: what is published meanwhile
// has segments of its own, and a document that is in both counts once.
import { allDocuments } from './document-store.ts';
import { commit, currentManifest, putSegment } from './index/index-store.ts';
import { invert, type SearchDocument } from './index/inversion.ts';
import { adding, DOCUMENTS, replacing, type SegmentName } from './index/manifest.ts';

/** Characters of text that become one segment: some ten times that is held in memory. */
const MOST_CHARACTERS = 8_000_000;

export const handler = async (): Promise<{ documents: number; segments: number }> => {
  const old = (await currentManifest()).segments.filter(({ source }) => source === DOCUMENTS);
  const made: SegmentName[] = [];
  let documents = 0;
  let waiting: SearchDocument[] = [];
  let characters = 0;
  const build = async () => {
    if (waiting.length > 0) made.push(await putSegment(invert(waiting), DOCUMENTS));
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
  const changed = await commit((segments) => {
    const without = replacing(old, undefined)(segments);
    return without && made.reduce((all, segment) => adding(segment)(all) ?? all, without);
  });
  if (!changed) throw new Error('segments were merged meanwhile: call it again');
  return { documents, segments: made.length };
};
