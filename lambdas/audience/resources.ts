// Resources of the audience service: the public media items, their view counts, and the stream of views.
import { stream, string, table } from '../shared/base/resources.ts';

/** Environment variables that this service's functions are bound to. */
export const bindings = {
  shownTable: 'AUDIENCE_SHOWN_TABLE',
  viewsTable: 'AUDIENCE_VIEWS_TABLE',
  viewStream: 'AUDIENCE_VIEW_STREAM',
} as const;

/** Of the stream and of the counters: each stream shard writes its own counter shard. */
const SHARDS = 2;

export const tables = {
  shown: table('Shown', { env: bindings.shownTable, partition: string('mediaId') }),
  views: table('Views', { env: bindings.viewsTable, partition: string('pk'), shards: SHARDS }),
} as const;

export const streams = {
  // One record per view: two shards take 2,000 of them a second.
  views: stream('ViewStream', { env: bindings.viewStream, shards: SHARDS, keepDays: 7 }),
} as const;
