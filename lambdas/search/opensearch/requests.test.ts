// The requests to OpenSearch itself: they find what our own index finds. Runs where OPENSEARCH_TEST_URL names an engine
// without credentials (docs/decisions/0023-opensearch.md).
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { segmentsOf, snapshotIn } from '../../../test/search/memory-index.ts';
import { chunksOf } from '../../shared/base/chunks.ts';
import type { Asked, SearchEntry } from '../../shared/base/search-tasks.ts';
import { documentOf } from '../index/inversion.ts';
import { newestIn } from '../query/newest.ts';
import { bindings } from '../resources.ts';
import { openSearchCollections } from './opensearch-store.ts';

const engine = process.env.OPENSEARCH_TEST_URL;
const collection = `engine-${process.pid}`;
const { put, find, begin, end } = openSearchCollections;

const readers = ['public', 'user:a', 'user:b', 'merchant:a'];
const filters = ['category:tea', 'category:jam', 'status:CONFIRMED'];
const words = [
  'tea',
  'team',
  'Tea',
  'Crème',
  'creme',
  'brûlée',
  'rye',
  '東京タワー',
  '京都',
  '❤️',
  'İstanbul',
  "o'clock",
  'ﬁne',
];
const queries = [
  'te',
  'tea',
  'creme',
  'crème',
  'br',
  'tea rye',
  '京',
  '東京',
  '❤',
  '...',
  'p',
  'a',
  'istanbul',
  'fin',
  'o',
  'clock',
];
const entry = fc.record({
  id: fc.integer({ min: 10, max: 60 }).map((age) => `2026-03-${age}T08:00:00.000Z#x@owner#${age % 3}`),
  text: fc.array(fc.constantFrom(...words), { maxLength: 4 }).map((all) => all.join(' ')),
  readers: fc.subarray(readers, { minLength: 1 }),
  filters: fc.subarray(filters),
  removed: fc.boolean(),
});
/** Versions count up, in an order that has nothing to do with the order of writing. */
const [history = []] = fc.sample(fc.array(entry, { minLength: 200, maxLength: 200 }), { numRuns: 1, seed: 7 });
const entries = history.map(
  ({ removed, ...kept }, i): SearchEntry =>
    removed && i % 4 === 0 ? { id: kept.id, version: i + 1, removed } : { ...kept, version: i + 1 },
);
const questions = fc.sample(
  fc.record({
    query: fc.option(fc.constantFrom(...queries), { nil: undefined }),
    readers: fc.subarray(readers, { minLength: 1 }),
    filters: fc.subarray(filters, { maxLength: 2 }),
    limit: fc.integer({ min: 1, max: 7 }),
  }),
  { numRuns: 150, seed: 8 },
);

(engine ? describe : describe.skip)('collections in OpenSearch', () => {
  beforeAll(async () => {
    const keys = { AWS_REGION: 'eu-north-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
    Object.assign(process.env, keys, { [bindings.openSearch]: engine });
  });

  test('are not filled at first, and then find what our own index finds, on every page', async () => {
    expect(await find({ collection, readers, filters: [], limit: 5 })).toEqual({ outcome: 'NOT_FILLED' });
    const old = await begin(collection);
    expect(await find({ collection, readers, filters: [], limit: 5 })).toEqual({ outcome: 'NOT_FILLED' });
    const shuffled = [...entries].sort((a, b) => ((a.version * 37) % 101) - ((b.version * 37) % 101));
    for (const some of chunksOf(shuffled, 50)) await put(collection, some);
    await end(collection, old);
    const snapshot = await snapshotIn(segmentsOf([entries.map(documentOf)]));
    let shown = 0;
    for (const question of questions)
      for (let before: string | undefined, page = 0; page < 4; page += 1) {
        const asked: Asked = {
          collection,
          readers: question.readers,
          filters: question.filters,
          limit: question.limit,
          ...(question.query !== undefined && { query: question.query }),
          ...(before !== undefined && { before }),
        };
        const found = await find(asked);
        expect(found).toEqual({ outcome: 'FOUND', ...(await newestIn(snapshot, asked)) });
        if (found.outcome !== 'FOUND' || found.next === undefined) break;
        [before, shown] = [found.next, shown + found.ids.length];
      }
    expect(shown).toBeGreaterThan(300);
  });

  test('a filling drops what it did not renew, and keeps what came meanwhile', async () => {
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
