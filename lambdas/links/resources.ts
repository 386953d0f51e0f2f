// Resources of the links service. Pure data: the redirect reads it, and cannot afford the contract's schemas.
import { number, stream, string, table } from '../shared/base/resources.ts';

/** Names of the environment variables that bind this service's functions to its resources. */
export const bindings = {
  linksTable: 'LINKS_TABLE',
  clicksTable: 'CLICKS_TABLE',
  clicksStream: 'CLICKS_STREAM',
  publicUrl: 'PUBLIC_URL',
  /** Length of a generated code. */
  codeLength: 'CODE_LENGTH',
} as const;

/** 62^7 codes: see docs/decisions/0004-short-codes.md. */
export const CODE_LENGTH = 7;

/** Limits on click history: the busiest links of so many hours, one link's clicks of so many days (which are kept). */
export const clickHistory = { hours: 24, days: 366 } as const;

/** A producer of clicks (a Lambda instance) that was silent for this long is gone, so its numbers can be forgotten. */
export const producerKeptMs = 60 * 60 * 1000;

/** Characters of a User-Agent that a click keeps: 500 clicks fit into a record of the stream. */
export const userAgentLength = 512;

export const tables = {
  // A code is a uniform hash, so partitions share the load without shards.
  links: table('Links', {
    env: bindings.linksTable,
    partition: string('code'),
    indexes: { byOwner: { partition: string('ownerId'), sort: number('createdAtMs') } },
  }),
  // A single code may get every click: 4 partitions take 4,000 WCU, one per stream shard.
  clicks: table('Clicks', {
    env: bindings.clicksTable,
    partition: string('pk'),
    sort: string('sk'),
    shards: 4,
  }),
} as const;

export const streams = {
  // A redirect sends one record per click: two shards take 2,000 a second.
  clicks: stream('ClickStream', { env: bindings.clicksStream }),
} as const;
