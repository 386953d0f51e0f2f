// Resources of the audience service: the public media items, their view counts, and the stream of views.
import { stream, string, table } from '../shared/base/resources.ts';

/** Environment variables that this service's functions are bound to. */
export const bindings = {
  shownTable: 'AUDIENCE_SHOWN_TABLE',
  viewsTable: 'AUDIENCE_VIEWS_TABLE',
  viewStream: 'AUDIENCE_VIEW_STREAM',
} as const;

export const tables = {
  shown: table('Shown', { env: bindings.shownTable, partition: string('mediaId') }),
  views: table('Views', { env: bindings.viewsTable, partition: string('pk'), shards: 2 }),
} as const;

export const streams = {
  // One record per view: a shard takes 1,000 of them a second.
  views: stream('ViewStream', { env: bindings.viewStream }),
} as const;
