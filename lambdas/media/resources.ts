// Resources of the media service: tables for records, three buckets for bytes, and a stream of accepted videos.
import { bucket, number, stream, string, table } from '../shared/base/resources.ts';

/** Environment variables that this service's functions are bound to. */
export const bindings = {
  mediaTable: 'MEDIA_TABLE',
  quotasTable: 'MEDIA_QUOTAS_TABLE',
  quarantine: 'MEDIA_QUARANTINE_BUCKET',
  renditions: 'MEDIA_RENDITIONS_BUCKET',
  published: 'MEDIA_PUBLISHED_BUCKET',
  distribution: 'MEDIA_DISTRIBUTION_ID',
  partsTable: 'MEDIA_PARTS_TABLE',
  workQueue: 'MEDIA_WORK_QUEUE_URL',
  encodeQueue: 'MEDIA_ENCODE_QUEUE_URL',
  videoStream: 'MEDIA_VIDEO_STREAM',
  /** Path of a speech recogniser; only on a machine that has one (npm run setup:captions). */
  recogniser: 'MEDIA_RECOGNISER',
  recogniseQueue: 'MEDIA_RECOGNISE_QUEUE_URL',
  /** Prefix of the names of Transcribe jobs; only in a stage. */
  transcribeJobs: 'MEDIA_TRANSCRIBE_JOBS',
  publicUrl: 'MEDIA_PUBLIC_URL',
  /** Whether captions are made: `on`. Without it, videos have none. */
  captions: 'MEDIA_CAPTIONS',
  /** Seconds of video of all users together that are transcoded per UTC day. Without it, there is no limit. */
  dailySeconds: 'MEDIA_DAILY_SECONDS',
} as const;

/** Prefix of our Transcribe job names, unless bound; other jobs in the account share the namespace. */
export const transcribeJobs = 'system-design-captions-';

export const tables = {
  media: table('Media', {
    env: bindings.mediaTable,
    partition: string('mediaId'),
    shards: 4,
    indexes: {
      byOwner: { partition: string('ownerId'), sort: string('position') },
      shown: { partition: string('shown'), sort: string('position') },
      due: { partition: string('due'), sort: number('dueAtMs'), projection: 'keys' },
    },
  }),
  quotas: table('Quotas', { env: bindings.quotasTable, partition: string('ownerId') }),
  parts: table('Parts', { env: bindings.partsTable, partition: string('mediaId'), sort: string('part') }),
} as const;

export const buckets = {
  quarantine: bucket('Quarantine', {
    env: bindings.quarantine,
    prefix: { uploads: 'uploads/' },
    keepDays: { uploads: 1 },
    pages: { name: 'quarantine', may: 'upload' },
  }),
  renditions: bucket('Renditions', {
    env: bindings.renditions,
    // Transcribe writes under the second prefix. We remove what we have read; the rest expires after a day.
    prefix: { renditions: 'renditions/', transcripts: 'transcripts/' },
    keepDays: { transcripts: 1 },
    pages: { name: 'renditions', may: 'show' },
  }),
  published: bucket('Published', { env: bindings.published, prefix: { media: 'media/' }, served: true }),
} as const;

export const streams = {
  accepted: stream('Accepted', { env: bindings.videoStream }),
} as const;
