// A list in chunks, for what takes only so many at a time.

/** The items in order, so many in each chunk; the last may have fewer. */
export const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/** What `work` makes of each item, in order, so many at the same time. Begins no further chunk once one has failed. */
export async function inChunks<Item, Result>(
  items: readonly Item[],
  size: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const chunk of chunksOf(items, size)) {
    const first = results.length;
    results.push(...(await Promise.all(chunk.map((item, i) => work(item, first + i)))));
  }
  return results;
}
