// Write-sharded keys: a hot item is spread over N partitions (1,000 WCU each), and reads gather all N.
import { env } from '../base/env.ts';
import { shardsBinding } from '../base/names.ts';
import { shardOf } from '../base/shard-of.ts';

export const shardCount = (tableBinding: string): number => Number(env(shardsBinding(tableBinding)));

/** `key#shard`; keys themselves never contain a `#`. */
export const shardKey = (key: string, shard: number): string => `${key}#${shard}`;

/** The results of all shards, in shard order; the reads run concurrently. */
export function gather<Item>(shards: number, read: (shard: number) => Promise<Item>): Promise<Item[]> {
  return Promise.all(Array.from({ length: shards }, (_, shard) => read(shard)));
}

/**
 * The counter shard for everything a consumer of this stream shard counts. It is always the same one, so consumers do
 * not conflict.
 */
export function shardOfStream(streamShardId: string, shards: number): number {
  const number = /-(\d+)$/.exec(streamShardId)?.[1];
  if (number !== undefined) return Number(BigInt(number) % BigInt(shards));
  return shardOf(streamShardId, shards);
}
