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

export interface Wanted {
  readonly limit: number;
  readonly before?: string;
}

export async function pageOf<Item extends Positioned>(
  shards: number,
  read: (shard: number, limit: number, before?: string) => Promise<Part<Item>>,
  { limit, before }: Wanted,
): Promise<Page<Item>> {
  const parts = await gather(shards, (shard) => read(shard, limit, before));
  const edge = edgeOf(parts);
  const known = parts.flatMap(({ items }) => items.filter(({ position }) => position >= edge)).sort(newestFirst);
  const items = known.slice(0, limit);
  const last = items.at(-1);
  const isEnd = known.length === items.length && edge === '';
  return { items, ...(last && !isEnd && { next: last.position }) };
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
