// Pages of a sharded list: however the items are spread over shards, together the pages are the list.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Part, pageOf } from './shelf.ts';

interface Item {
  readonly position: string;
  readonly name: string;
}

/** Up to four shards, with items spread over them at random. */
const lists = fc
  .array(fc.array(fc.constantFrom('tea', 'cup'), { maxLength: 8 }), { minLength: 1, maxLength: 4 })
  .map((shards) =>
    shards.map((names, shard) =>
      names.map((name, i) => ({ name, position: String(((shard * 8 + i + 1) * 7) % 1009).padStart(4, '0') })),
    ),
  )
  .chain((shards) =>
    fc.shuffledSubarray(shards.flat(), { minLength: shards.flat().length }).map((items) => {
      const sizes = shards.map(({ length }) => length);
      return sizes.map((size, i) => {
        const start = sizes.slice(0, i).reduce((sum, each) => sum + each, 0);
        return items.slice(start, start + size);
      });
    }),
  );

/** A shard as DynamoDB reads it: a full page does not show whether it was the last. */
const reader = (shards: readonly (readonly Item[])[]) => async (shard: number, limit: number, before?: string) => {
  const sorted = [...(shards[shard] ?? [])].sort((a, b) => (a.position < b.position ? 1 : -1));
  const items = sorted.filter(({ position }) => before === undefined || position < before).slice(0, limit);
  return { items, more: items.length === limit } satisfies Part<Item>;
};

async function all(shards: readonly (readonly Item[])[], limit: number) {
  const pages: (readonly Item[])[] = [];
  let before: string | undefined;
  do {
    const page = await pageOf(shards.length, reader(shards), { limit, ...(before && { before }) });
    pages.push(page.items);
    before = page.next;
  } while (before !== undefined && pages.length < 100);
  return pages;
}

test('have every item once, newest first, and none is longer than asked for', async () => {
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 5 }), async (shards, limit) => {
      const expected = shards
        .flat()
        .map(({ position }) => position)
        .sort()
        .reverse();
      const pages = await all(shards, limit);
      expect(pages.flat().map(({ position }) => position)).toEqual(expected);
      expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
      // An empty page occurs only at the end, when the page before it was full.
      for (const page of pages.slice(0, -1)) expect(page).toHaveLength(limit);
    }),
    { numRuns: 1_000 },
  );
});
