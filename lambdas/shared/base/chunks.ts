// Splits a list into chunks, for APIs that accept a limited number of items.

/** The items in order, in chunks of `size`; the last chunk may have fewer. */
export const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));

/**
 * Results of `work` for each item, in order, running `size` at a time. Starts no further chunk once one item has
 * failed.
 */
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
