// Resources of the jobs service: tables for jobs and tasks, and one bucket for all bytes.
import { bucket, number, string, table } from '../shared/base/resources.ts';

/** Environment variables that this service's functions are bound to. */
export const bindings = {
  jobsTable: 'JOBS_TABLE',
  tasksTable: 'JOB_TASKS_TABLE',
  uploadsTable: 'JOB_UPLOADS_TABLE',
  quotasTable: 'JOB_QUOTAS_TABLE',
  bucket: 'JOBS_BUCKET',
  machineArn: 'JOBS_MACHINE_ARN',
  /** Input bytes of all users' jobs that are started per UTC day. Without it, there is no limit. */
  dailyBytes: 'JOBS_DAILY_BYTES',
} as const;

export const tables = {
  // Jobs, and the gates of their tasks. A job id is a uniform hash. The shards are those of the index of open jobs,
  // which every new job enters.
  jobs: table('Jobs', {
    env: bindings.jobsTable,
    partition: string('jobId'),
    shards: 4,
    indexes: {
      byOwner: {
        partition: string('ownerId'),
        sort: number('createdAtMs'),
        // The attributes that a list shows; a whole result can be a third of a megabyte.
        projection: ['kind', 'state', 'reason', 'partitions', 'partitioner', 'endedAtMs'],
      },
      open: { partition: string('open'), sort: number('createdAtMs'), projection: 'keys' },
    },
  }),
  // The tasks of a job are one partition per 32 of them; its name is the job id, with the shard (tasks/gate-store.ts).
  tasks: table('Tasks', { env: bindings.tasksTable, partition: string('jobId'), sort: string('taskId') }),
  uploads: table('Uploads', { env: bindings.uploadsTable, partition: string('uploadId') }),
  quotas: table('Quotas', { env: bindings.quotasTable, partition: string('id') }),
} as const;

export const buckets = {
  blobs: bucket('Blobs', {
    env: bindings.bucket,
    prefix: { uploads: 'uploads/', work: 'work/', results: 'results/', samples: 'samples/' },
    keepDays: { uploads: 7, work: 7, results: 30, samples: 30 },
    pages: { name: 'uploads', may: 'upload' },
  }),
} as const;
