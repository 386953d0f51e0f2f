// Collections as the systems that own them use them: by the two tasks of search, under their own grants.
import { expect, test } from '@jest/globals';
import type { Asked, Found, SearchEntry } from '../../../lambdas/shared/base/search-tasks.ts';
import { indexHere, noticed, withoutMerger } from '../../search/deployed.ts';
import { callerOf, invoke } from '../kit/aws.ts';
import { bounded, eventually, unique } from '../kit/client.ts';

withoutMerger();
const keepEntries = callerOf('search/keep-entries');
const findEntries = callerOf('search/find-entries');

const newCollection = (): string => `test-${unique().toLowerCase()}`;
const put = (collection: string, ...entries: SearchEntry[]) =>
  keepEntries({ collection, work: { step: 'PUT', entries }, correlationId: 'test' });
const begin = async (collection: string) =>
  ((await keepEntries({ collection, work: { step: 'BEGIN' }, correlationId: 'test' })) as { old: string[] }).old;
const end = (collection: string, old: string[]) =>
  keepEntries({ collection, work: { step: 'END', old }, correlationId: 'test' });
const fill = async (collection: string, ...entries: SearchEntry[]) => {
  const old = await begin(collection);
  await put(collection, ...entries);
  await end(collection, old);
};
const ask = (collection: string, asked: Partial<Asked> = {}) =>
  findEntries({
    ...{ collection, readers: ['public'], filters: [], limit: 10, correlationId: 'test' },
    ...asked,
  }) as Promise<Found>;
const ids = async (collection: string, asked?: Partial<Asked>): Promise<readonly string[]> => {
  const found = await ask(collection, asked);
  return found.outcome === 'FOUND' ? found.ids : [found.outcome];
};
/** Waits for the ids: an instance notices a newer index after a second. */
const expectIds = async (expected: string[], collection: string, asked?: Partial<Asked>) =>
  expect(
    await eventually(
      () => ids(collection, asked),
      (found) => found.join() === expected.join(),
    ),
  ).toEqual(expected);

const entry = (id: string, change: object = {}): SearchEntry => ({
  ...{ id, version: 1, text: 'Green tea', readers: ['public'], filters: [] },
  ...change,
});

test('a collection does not answer before it was filled, and has what was put meanwhile', async () => {
  const collection = newCollection();
  expect(await ask(collection)).toEqual({ outcome: 'NOT_FILLED' });
  await put(collection, entry('b', { version: 2, text: 'Rye' }));
  expect(await ask(collection)).toEqual({ outcome: 'NOT_FILLED' });
  const old = await begin(collection);
  await put(collection, entry('c'));
  await put(collection, entry('a'), entry('b'));
  await put(collection, entry('b', { version: 2, text: 'Rye' }));
  await end(collection, old);
  await expectIds(['c', 'b', 'a'], collection);
  expect(await ids(collection, { query: 'tea' })).toEqual(['c', 'a']);
});

test('an empty collection that was filled is empty', async () => {
  const collection = newCollection();
  await end(collection, await begin(collection));
  await expectIds([], collection);
});

test('an entry is found by its readers only, under all filters, by the beginnings of its words', async () => {
  const [collection, other] = [newCollection(), newCollection()];
  await fill(
    collection,
    entry('3', { readers: ['user:a', 'merchant:m'], filters: ['status:CONFIRMED'], text: 'Crème brûlée' }),
    entry('2', { readers: ['user:b'], filters: ['status:CONFIRMED', 'category:tea'] }),
    entry('1', { filters: ['category:tea'] }),
  );
  await fill(other, entry('9'));
  await expectIds(['1'], collection);
  await expectIds(['9'], other);
  expect(await ids(collection, { readers: ['public', 'user:b'] })).toEqual(['2', '1']);
  expect(await ids(collection, { readers: ['merchant:m'], query: 'bru cre' })).toEqual(['3']);
  expect(await ids(collection, { readers: ['user:m', 'merchant:a', 'group:b'] })).toEqual([]);
  const all = { readers: ['public', 'user:a', 'user:b'] };
  expect(await ids(collection, { ...all, filters: ['status:CONFIRMED'] })).toEqual(['3', '2']);
  expect(await ids(collection, { ...all, filters: ['status:CONFIRMED', 'category:tea'] })).toEqual(['2']);
  expect(await ids(collection, { ...all, query: 'reen' })).toEqual([]);
  expect(await ids(collection, { ...all, query: '…' })).toEqual([]);
  await expect(ask(collection, { readers: [] })).rejects.toThrow();
});

test('the highest version counts in whatever order versions come, also for readers and what was removed', async () => {
  const collection = newCollection();
  await fill(collection, entry('a', { version: 3, readers: ['user:new'] }), entry('b', { version: 1 }));
  await put(collection, entry('a', { version: 2 }));
  await put(collection, { id: 'b', version: 2, removed: true });
  await put(collection, entry('b', { version: 1 }));
  await expectIds([], collection);
  await expectIds(['a'], collection, { readers: ['user:new'] });
});

test('pages have every entry once while the index grows, is filled again and merged; it answers as before', async () => {
  const collection = newCollection();
  const entries = Array.from({ length: 30 }, (_, i) => entry(`2026-03-${i + 10}#x`, { text: `Tea ${i}` }));
  const expected = entries.map(({ id }) => id).reverse();
  await fill(collection, ...entries.slice(0, 20));
  await bounded(4, entries.slice(20), (one) => put(collection, one));
  await expectIds(expected, collection, { limit: 100 });
  const found: string[] = [];
  let before: string | undefined;
  const between = [
    () => put(collection, entry('2026-04-01#x', { text: 'Tea of later' })),
    () => fill(collection, ...entries, entry('2026-04-01#x', { text: 'Tea of later' })),
    () => put(collection, entry('2026-04-02#x'), entry('2026-04-03#x')),
    () => invoke('search/merge-segments', {}),
  ];
  do {
    const page = await ask(collection, { query: 'te', limit: 7, ...(before && { before }) });
    if (page.outcome !== 'FOUND') throw new Error(page.outcome);
    found.push(...page.ids);
    before = page.next;
    await between.shift()?.();
  } while (before);
  expect(found).toEqual(expected);
  // A collection that was filled anew consists of that filling and of later entries.
  const store = await indexHere(collection);
  const { segments } = await store.currentManifest();
  expect(segments.map(({ documents }) => documents)).toEqual([31, 2]);
  await expectIds(['2026-04-03#x', '2026-04-02#x', '2026-04-01#x', ...expected], collection, { limit: 100 });
});

test('the merger merges the segments of a collection, and removes what nobody can read', async () => {
  const collection = newCollection();
  await end(collection, await begin(collection));
  for (let i = 0; i < 9; i += 1)
    await put(collection, entry(`a${i}`, { readers: [`user:${i % 2}`], filters: ['category:tea'] }));
  const asked = { readers: ['user:1'], filters: ['category:tea'], query: 'gre' };
  await expectIds(['a7', 'a5', 'a3', 'a1'], collection, asked);
  await invoke('search/merge-segments', {});
  const store = await indexHere(collection);
  expect((await store.currentManifest()).segments).toHaveLength(1);
  await noticed();
  expect(await ids(collection, asked)).toEqual(['a7', 'a5', 'a3', 'a1']);
});
