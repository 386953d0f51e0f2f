// Results equal those of a plain search over all documents in memory, however the index was built.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alive, delivered, history, queryText } from '../../../test/search/histories.ts';
import { merged, segmentsOf, snapshotIn } from '../../../test/search/memory-index.ts';
import { oracle } from '../../../test/search/oracle.ts';
import { parseQuery } from './query.ts';
import { rank } from './rank.ts';

const ALL = { limit: 1000 };

test('are those of the oracle, for any query, history, order of delivery and number of segments', async () => {
  const scenario = history.chain((documents) => fc.tuple(fc.constant(documents), delivered(documents), queryText));
  await fc.assert(
    fc.asyncProperty(scenario, async ([documents, batches, text]) => {
      const query = parseQuery(text);
      const expected = oracle(alive(documents), query);
      const { hits, total } = await rank(await snapshotIn(segmentsOf(batches)), query, ALL);
      const close = (score: number) => Math.round(score * 1e9) / 1e9;
      // Equal scores of the oracle may differ in the last bit, so we compare the documents at each place.
      const places = (all: readonly { documentId: string; score: number; isFolded: boolean }[]) =>
        all.map(({ documentId, score, isFolded }) => `${isFolded} ${close(score)} ${documentId}`).sort();
      expect(places(hits)).toEqual(places(expected));
      expect(total).toBe(expected.length);
      for (const [i, hit] of hits.entries()) {
        const before = hits[i - 1];
        if (before && before.isFolded === hit.isFolded) expect(hit.score).toBeLessThanOrEqual(before.score);
        if (before) expect(Number(hit.isFolded)).toBeGreaterThanOrEqual(Number(before.isFolded));
      }
    }),
    { numRuns: 400 },
  );
});

test('are the same to the last bit before and after merging', async () => {
  const scenario = history.chain((documents) => fc.tuple(delivered(documents), queryText));
  await fc.assert(
    fc.asyncProperty(scenario, async ([batches, text]) => {
      const [query, segments] = [parseQuery(text), segmentsOf(batches)];
      const scattered = await rank(await snapshotIn(segments), query, ALL);
      expect(await rank(await snapshotIn([merged(segments)]), query, ALL)).toEqual(scattered);
    }),
    { numRuns: 200 },
  );
});

test('come in pages without gap or duplicate', async () => {
  const scenario = history.chain((documents) => fc.tuple(delivered(documents), queryText));
  await fc.assert(
    fc.asyncProperty(scenario, fc.integer({ min: 1, max: 3 }), async ([batches, text], limit) => {
      const [query, snapshot] = [parseQuery(text), await snapshotIn(segmentsOf(batches))];
      const all = await rank(snapshot, query, ALL);
      const found = [];
      for (let page = await rank(snapshot, query, { limit }); ; ) {
        found.push(...page.hits);
        expect(page.total).toBe(all.total);
        const last = page.hits.at(-1);
        if (!page.more || !last || found.length > all.total) break;
        // As a cursor transports it.
        page = await rank(snapshot, query, { limit, after: JSON.parse(JSON.stringify(last)) });
      }
      expect(found).toEqual(all.hits);
    }),
    { numRuns: 200 },
  );
});

describe('a small shelf', () => {
  const shelf = segmentsOf([
    [
      { documentId: 'short', version: 1, title: 'Sagas', text: 'A saga is undone in reverse.' },
      {
        documentId: 'long',
        version: 1,
        title: 'Orders',
        text: `An order is a saga. ${'It has many steps. '.repeat(20)}`,
      },
      { documentId: 'other', version: 1, title: 'Caches', text: 'Cache-aside, event-driven: undone reverse.' },
    ],
  ]);
  const ids = async (text: string) =>
    (await rank(await snapshotIn(shelf), parseQuery(text), ALL)).hits.map((hit) => hit.documentId);

  test.each([
    ['saga', ['short', 'long']],
    ['SAGA undone', ['short']],
    ['saga OR cache', ['other', 'short', 'long']],
    ['"undone in reverse"', ['short']],
    ['"undone reverse"', ['other']],
    ['undone -reverse', []],
    ['undone -"in reverse"', ['other']],
    ['sag* -orders', ['short']],
    ['event-driven', ['other']],
    ['event driv*', ['other']],
    ['nothing', []],
    ['cache OR nothing', ['other']],
    ['is a', ['short', 'long']],
  ])('%s finds %j', async (text, expected) => {
    expect(await ids(text)).toEqual(expected);
  });
});

test('nothing is found in nothing', async () => {
  expect(await rank(await snapshotIn([]), parseQuery('saga'), ALL)).toEqual({ hits: [], total: 0, more: false });
  const gone = segmentsOf([
    [{ documentId: 'a', version: 2, removed: true }],
    [{ documentId: 'a', version: 1, title: 'saga', text: '' }],
  ]);
  expect((await rank(await snapshotIn(gone), parseQuery('saga'), ALL)).total).toBe(0);
});
