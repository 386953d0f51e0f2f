// A list that is kept in shards, read as one: newest first, without gap or duplicate from page to page.
import { gather } from './shards.ts';

interface Positioned {
  /** Sorts the whole list, over all shards; no two are equal. */
  readonly position: string;
}
export interface Part<Item> {
  /** In falling order. */
  readonly items: readonly Item[];
  /** Whether the shard goes on. */
  readonly more: boolean;
}
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page begins, exclusive; none when this is the last. */
  readonly next?: string;
}

export interface Wanted<Item> {
  readonly limit: number;
  readonly before?: string;
  /** Leaves items out; the page then reads `chunk` items of each shard up to `rounds` times, and may end up short. */
  readonly keep?: (item: Item) => boolean;
}

const SEARCH = { chunk: 250, rounds: 2 };

/** What one page of a search looks at: 2,000 products in four shards, about 75 RCU. */
export async function pageOf<Item extends Positioned>(
  shards: number,
  read: (shard: number, limit: number, before?: string) => Promise<Part<Item>>,
  { limit, before, keep }: Wanted<Item>,
): Promise<Page<Item>> {
  const { chunk, rounds } = keep ? SEARCH : { chunk: limit, rounds: 1 };
  const found: Item[] = [];
  let from = before;
  for (let round = 0; round < rounds; round += 1) {
    const parts = await gather(shards, (shard) => read(shard, chunk, from));
    const edge = edgeOf(parts);
    const known = parts.flatMap(({ items }) => items.filter(({ position }) => position >= edge)).sort(newestFirst);
    for (const [i, item] of known.entries()) {
      if (keep && !keep(item)) continue;
      found.push(item);
      if (found.length < limit) continue;
      return i === known.length - 1 && edge === '' ? { items: found } : { items: found, next: item.position };
    }
    if (edge === '') return { items: found };
    from = edge;
  }
  return { items: found, ...(from !== undefined && { next: from }) };
}

/** Down to here every shard has been read; below it one of them may hold what another's items stand behind. */
function edgeOf<Item extends Positioned>(parts: readonly Part<Item>[]): string {
  const ends = parts.flatMap(({ items, more }) => (more ? [items.at(-1)?.position ?? ''] : []));
  return ends.sort().at(-1) ?? '';
}

const newestFirst = (a: Positioned, b: Positioned): number => (a.position < b.position ? 1 : -1);
