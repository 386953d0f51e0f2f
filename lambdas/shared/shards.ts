// Write-sharded keys: a hot item is spread over N partitions (1,000 WCU each), and reads gather all N.
import { env } from './env.ts';
import { shardsBinding } from './names.ts';

export const shardCount = (tableBinding: string): number => Number(env(shardsBinding(tableBinding)));

/** `key#shard`; keys never hold a `#` themselves. */
export const shardKey = (key: string, shard: number): string => `${key}#${shard}`;

/** What every shard answers, in shard order; reads run at the same time. */
export function gather<Item>(shards: number, read: (shard: number) => Promise<Item>): Promise<Item[]> {
  return Promise.all(Array.from({ length: shards }, (_, shard) => read(shard)));
}
