// The shard of a key, of so many: spread evenly whatever keys look like, and the same for ever, since tables keep it.
import { createHash } from 'node:crypto';

export const shardOf = (key: string, shards: number): number =>
  createHash('sha256').update(key).digest().readUInt32BE() % shards;
