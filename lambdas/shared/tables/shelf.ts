// A sharded list read as one: newest first, without gaps or duplicates from page to page.
import { gather } from './shards.ts';

interface Positioned {
  /** Sort key of the whole list, over all shards; no two are equal. */
  readonly position: string;
}
export interface Part<Item> {
  /** In descending order. */
  readonly items: readonly Item[];
  /** Whether the shard continues. */
  readonly more: boolean;
}
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Where the next page starts, exclusive; absent on the last page. */
  readonly next?: string;
}

export interface Wanted<Item> {
  readonly limit: number;
  readonly before?: string;
  /** Filters items. The page then reads `chunk` items of each shard up to `rounds` times, and may be short. */
  readonly keep?: (item: Item) => boolean;
}

const SEARCH = { chunk: 250, rounds: 2 };

/** A filtered page examines at most 2,000 items in four shards, about 75 RCU. */
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

/**
 * Every shard has been read down to this position. Below it, a shard may have unread items that belong before those
 * already read.
 */
function edgeOf<Item extends Positioned>(parts: readonly Part<Item>[]): string {
  const ends = parts.flatMap(({ items, more }) => (more ? [items.at(-1)?.position ?? ''] : []));
  return ends.sort().at(-1) ?? '';
}

const newestFirst = (a: Positioned, b: Positioned): number => (a.position < b.position ? 1 : -1);
