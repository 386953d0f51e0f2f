// Write-sharded keys: a hot item is spread over N partitions (1,000 WCU each), and reads gather all N.
import { env } from '../base/env.ts';
import { shardsBinding } from '../base/names.ts';
import { shardOf } from '../base/shard-of.ts';

export const shardCount = (tableBinding: string): number => Number(env(shardsBinding(tableBinding)));

/** `key#shard`; keys never hold a `#` themselves. */
export const shardKey = (key: string, shard: number): string => `${key}#${shard}`;

/** What every shard answers, in shard order; reads run at the same time. */
export function gather<Item>(shards: number, read: (shard: number) => Promise<Item>): Promise<Item[]> {
  return Promise.all(Array.from({ length: shards }, (_, shard) => read(shard)));
}

/** The shard for all that a consumer of this stream shard counts: always the same one, so consumers do not meet. */
export function shardOfStream(streamShardId: string, shards: number): number {
  const number = /-(\d+)$/.exec(streamShardId)?.[1];
  if (number !== undefined) return Number(BigInt(number) % BigInt(shards));
  return shardOf(streamShardId, shards);
}
