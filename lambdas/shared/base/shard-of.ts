// Maps a key to one of N shards. Any keys spread evenly, and the result never changes, because tables store it.
import { createHash } from 'node:crypto';

export const shardOf = (key: string, shards: number): number =>
  createHash('sha256').update(key).digest().readUInt32BE() % shards;
