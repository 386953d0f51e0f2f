// The requests to OpenSearch itself: they find what our own index finds. Runs where OPENSEARCH_TEST_URL names an engine
// without credentials (docs/decisions/0023-opensearch.md).
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { history, question } from '../../../test/search/entries.ts';
import { segmentsOf, snapshotIn } from '../../../test/search/memory-index.ts';
import { chunksOf } from '../../shared/base/chunks.ts';
import type { Asked, SearchEntry } from '../../shared/base/search-tasks.ts';
import { documentOf } from '../index/inversion.ts';
import { newestIn } from '../query/newest.ts';
import { bindings } from '../resources.ts';
import { openSearchCollections } from './opensearch-store.ts';

const engine = process.env.OPENSEARCH_TEST_URL;
const { put, find, begin, end } = openSearchCollections;

/** Each with questions of its own, about a hundred in all. */
const histories = fc.sample(history, { numRuns: 8, seed: 7 });
const questions = fc.sample(question, { numRuns: 100, seed: 8 });

/** In an order that has nothing to do with the versions. */
const shuffled = (entries: readonly SearchEntry[]): SearchEntry[] =>
  [...entries].sort((a, b) => ((a.version * 37) % 101) - ((b.version * 37) % 101));

(engine ? describe : describe.skip)('collections in OpenSearch', () => {
  beforeAll(() => {
    const keys = { AWS_REGION: 'eu-north-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
    Object.assign(process.env, keys, { [bindings.openSearch]: engine });
  });

  test.each(histories.map((entries, i) => [i, entries] as const))(
    'are not filled at first, and then find what our own index finds, on every page: %i',
    async (i, entries) => {
      const collection = `engine-${process.pid}-${i}`;
      const everybody = { collection, readers: ['public'], filters: [], limit: 5 };
      expect(await find(everybody)).toEqual({ outcome: 'NOT_FILLED' });
      const old = await begin(collection);
      for (const some of chunksOf(shuffled(entries), 7)) await put(collection, some);
      expect(await find(everybody)).toEqual({ outcome: 'NOT_FILLED' });
      await end(collection, old);
      const snapshot = await snapshotIn(segmentsOf([entries.map(documentOf)]));
      for (const { query, ...asked } of chunksOf(questions, Math.ceil(questions.length / histories.length))[i] ?? []) {
        for (let before: string | undefined, more = true; more; ) {
          const page: Asked = {
            collection,
            ...asked,
            ...(query !== undefined && { query }),
            ...(before !== undefined && { before }),
          };
          const found = await find(page);
          expect(found).toEqual({ outcome: 'FOUND', ...(await newestIn(snapshot, page)) });
          before = found.outcome === 'FOUND' ? found.next : undefined;
          more = before !== undefined;
        }
      }
    },
  );

  test('a filling drops what it did not renew, and keeps what came meanwhile', async () => {
    const collection = `engine-${process.pid}-filling`;
    const all: Asked = { collection, readers: ['user:new'], filters: [], limit: 10 };
    const kept = (id: string, version: number): SearchEntry => ({
      id,
      version,
      text: 'x',
      readers: ['user:new'],
      filters: [],
    });
    await put(collection, [kept('ghost', 1), kept('same', 5)]);
    const old = await begin(collection);
    await put(collection, [kept('meanwhile', 1), kept('same', 5), kept('same', 4)]);
    await end(collection, old);
    expect(await find(all)).toEqual({ outcome: 'FOUND', ids: ['same', 'meanwhile'] });
  });
});
