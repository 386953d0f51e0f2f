// Entries of a collection: whoever asks finds what a plain filter of all current entries finds, the newest first.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { history, question } from '../../../test/search/entries.ts';
import { merged, segmentsOf, snapshotIn } from '../../../test/search/memory-index.ts';
import type { SearchEntry } from '../../shared/base/search-tasks.ts';
import { nameMatcher } from '../../shared/base/text/name-matcher.ts';
import { documentOf } from '../index/inversion.ts';
import { newestIn } from './newest.ts';

type Question = Parameters<typeof newestIn>[1];

function expected(entries: readonly SearchEntry[], { query, readers, filters }: Question): string[] {
  const current = new Map<string, SearchEntry>();
  for (const entry of entries) {
    const known = current.get(entry.id);
    if (!known || known.version < entry.version) current.set(entry.id, entry);
  }
  const matches = query === undefined ? () => true : nameMatcher(query);
  return [...current.values()]
    .flatMap((entry) => ('removed' in entry ? [] : [entry]))
    .filter((entry) => entry.readers.some((reader) => readers.includes(reader)))
    .filter((entry) => filters.every((filter) => entry.filters.includes(filter)))
    .filter((entry) => matches(entry.text))
    .map(({ id }) => id)
    .sort()
    .reverse();
}

async function allPages(indexes: readonly Awaited<ReturnType<typeof snapshotIn>>[], asked: Question) {
  const ids: string[] = [];
  let before: string | undefined;
  let page = 0;
  do {
    const index = indexes[page++ % indexes.length];
    if (!index) throw new Error('there is no index');
    const found = await newestIn(index, { ...asked, ...(before !== undefined && { before }) });
    expect(found.ids.length).toBeLessThanOrEqual(asked.limit);
    ids.push(...found.ids);
    before = found.next;
  } while (before !== undefined);
  return ids;
}

test('are found by those who may read them, by every word and filter, in pages without gaps', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.integer({ min: 1, max: 5 }), question, async (entries, batches, asked) => {
      const parts = Array.from({ length: batches }, (_, i) => entries.filter((_, at) => at % batches === i));
      const segments = segmentsOf(parts.map((part) => part.map(documentOf)));
      // The index is merged between two pages.
      const indexes = [await snapshotIn(segments), await snapshotIn([merged(segments)])];
      expect(await allPages(indexes, asked)).toEqual(expected(entries, asked));
    }),
    { numRuns: 1_500 },
  );
});

test('a cursor stays without gap or duplicate while others are added, changed and removed', async () => {
  const entry = (day: number, version = 1): SearchEntry => ({
    id: `2026-03-${day}#x`,
    version,
    text: 'tea',
    readers: ['public'],
    filters: [],
  });
  const days = [11, 12, 13, 14, 15, 16];
  const first = segmentsOf([days.map((day) => documentOf(entry(day)))]);
  const asked = { query: 'tea', readers: ['public'], filters: [], limit: 2 };
  const page = await newestIn(await snapshotIn(first), asked);
  expect(page).toEqual({ ids: ['2026-03-16#x', '2026-03-15#x'], next: '2026-03-15#x' });
  const then = segmentsOf([
    [entry(17), entry(15, 2), entry(13, 2), { id: '2026-03-14#x', version: 2, removed: true as const }].map(documentOf),
  ]);
  const changed = await snapshotIn([...first, ...then]);
  expect(await newestIn(changed, { ...asked, limit: 10, before: page.next ?? '' })).toEqual({
    ids: ['2026-03-13#x', '2026-03-12#x', '2026-03-11#x'],
  });
});

test('who was a reader of an earlier version only finds nothing of a later one', async () => {
  const of = (version: number, reader: string) =>
    documentOf({ id: 'a', version, text: 'tea', readers: [reader], filters: [] });
  const index = await snapshotIn(segmentsOf([[of(1, 'user:a')], [of(2, 'user:b')]]));
  const found = (reader: string) => newestIn(index, { query: 'tea', readers: [reader], filters: [], limit: 10 });
  expect([await found('user:a'), await found('user:b')]).toEqual([{ ids: [] }, { ids: ['a'] }]);
});

test('a token is no word: nobody finds entries by typing one', async () => {
  const index = await snapshotIn(
    segmentsOf([[documentOf({ id: 'a', version: 1, text: 'x', readers: ['user:a'], filters: ['category:tea'] })]]),
  );
  for (const query of ['user:a', '@user:a', 'user', 'category:tea', '=category', 'tea', '@', '='])
    expect(await newestIn(index, { query, readers: ['user:a'], filters: [], limit: 1 })).toEqual({ ids: [] });
});
