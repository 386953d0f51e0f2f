// Resources of search: a table of published documents, a bucket with the inverted indexes, and one item an index that
// lists its segments.
import { bucket, string, table } from '../shared/base/resources.ts';

/** Environment variables that this service's functions are bound to. */
export const bindings = {
  documentsTable: 'SEARCH_DOCUMENTS_TABLE',
  indexTable: 'SEARCH_INDEX_TABLE',
  indexBucket: 'SEARCH_INDEX_BUCKET',
  publishedBucket: 'SEARCH_PUBLISHED_BUCKET',
  /** `https://host` of the OpenSearch domain; bound only where collections are kept there. */
  openSearch: 'SEARCH_OPENSEARCH_URL',
} as const;

export const tables = {
  documents: table('Documents', { env: bindings.documentsTable, partition: string('documentId') }),
  // One item changes with every batch of documents: its 1,000 WCU take 10 batches a second, and any more wait in the
  // queue. Each collection has its own.
  index: table('Index', { env: bindings.indexTable, partition: string('key') }),
} as const;

export const buckets = {
  segments: bucket('Segments', {
    env: bindings.indexBucket,
    prefix: { segments: 'segments/', collections: 'collections/', imports: 'imports/' },
    keepDays: { imports: 1 },
  }),
} as const;
