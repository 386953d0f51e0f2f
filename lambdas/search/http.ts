// The routes of search.

import { Problem, problems } from '../shared/base/problem.ts';
import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { contract } from './contract.ts';
import { present } from './document.ts';
import { findDocument, readDocuments } from './document-store.ts';
import { SegmentGone, storedIndex } from './index/index-store.ts';
import { publishAll, remove } from './publish-document.ts';
import { parseQuery } from './query/query.ts';
import { type Place, rank } from './query/rank.ts';
import { presentHit } from './query/shown-hit.ts';

const index = storedIndex();

/**
 * Where the next page starts, and in which index: pages have no gaps and no duplicates, whatever is published
 * meanwhile.
 */
interface Position extends Place {
  readonly generation: number;
}

const tooOld = () =>
  new Problem(problems.invalidCursor, 'The index of this page no longer exists. Start again without a cursor.');

export const handler = httpHandler(contract, {
  search: async ({ query: { q, limit, cursor } }) => {
    const query = parseQuery(q);
    return listPage(`search#${q}`, cursor, async (after: Position | undefined) => {
      const read = async () => {
        const reading = after ? await index.at(after.generation) : await index.current();
        if (!reading) throw tooOld();
        const { generation, snapshot } = reading;
        return { generation, ...(await rank(snapshot, query, { limit, ...(after && { after }) })) };
      };
      const { generation, hits, total, more } = await read().catch((error: unknown) => {
        throw after && error instanceof SegmentGone ? tooOld() : error;
      });
      const documents = await readDocuments(hits.map(({ documentId }) => documentId));
      const last = more ? hits.at(-1) : undefined;
      return {
        items: hits.map((hit) => presentHit(hit, documents.get(hit.documentId), query)),
        total,
        next: last && { generation, score: last.score, documentId: last.documentId, isFolded: last.isFolded },
      };
    });
  },
  publishDocuments: async ({ user, body, ...call }) => ({ items: await publishAll(user, body.documents, call) }),
  getDocument: async ({ path }) => present(await findDocument(path.documentId)),
  removeDocument: async ({ user, path, ...call }) => remove(user, path.documentId, call),
});
