// Every item once, in order, and never more at a time than the limit.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chunksOf, inChunks } from './chunks.ts';

const lists = fc.array(fc.integer(), { maxLength: 50 });
const sizes = fc.integer({ min: 1, max: 12 });

test('chunks hold every item once and in order, and all but the last are full', () => {
  fc.assert(
    fc.property(lists, sizes, (items, size) => {
      const chunks = chunksOf(items, size);
      expect(chunks.flat()).toEqual(items);
      expect(chunks.every(({ length }) => length > 0 && length <= size)).toBe(true);
      expect(chunks.slice(0, -1).every(({ length }) => length === size)).toBe(true);
    }),
  );
});

test('work gets each item with its index, and never more at the same time than a chunk has', async () => {
  await fc.assert(
    fc.asyncProperty(lists, sizes, async (items, size) => {
      let running = 0;
      const results = await inChunks(items, size, async (item, index) => {
        running += 1;
        expect(running).toBeLessThanOrEqual(size);
        await Promise.resolve();
        running -= 1;
        return [item, index];
      });
      expect(results).toEqual(items.map((item, index) => [item, index]));
    }),
  );
});

test('a chunk that fails is the last', async () => {
  const begun: number[] = [];
  const failing = async (item: number) => {
    begun.push(item);
    if (item === 2) throw new RangeError('no such dish');
  };
  await expect(inChunks([1, 2, 3, 4, 5], 3, failing)).rejects.toThrow(RangeError);
  expect(begun).toEqual([1, 2, 3]);
});
