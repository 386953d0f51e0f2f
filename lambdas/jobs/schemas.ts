// The schemas of the jobs service's input and output.
import * as z from 'zod/mini';
import type { KindName } from './core/kinds.ts';
import { durationUnits } from './core/logs/access.ts';
import { quotas } from './limits.ts';

const id = (name: string) =>
  z
    .string()
    .check(z.regex(/^[0-9a-f]{20}$/))
    .register(z.globalRegistry, { id: name, description: '20 hexadecimal digits' });
export const JobId = id('JobId');
export const UploadId = id('UploadId');
const Instant = z.iso.datetime({ offset: false });
const Count = z.int().check(z.minimum(0));

/** Those of core/kinds.ts; a contract must not import code. */
export const kindNames = ['word-count', 'inverted-index', 'log-analysis'] as const satisfies readonly KindName[];
export const sampleNames = ['words', 'access-log', 'documents'] as const;
export const jobStates = ['RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export const phases = ['map', 'merge', 'reduce'] as const;

/** How to treat unreadable records: the task fails, or skips and lists up to a given number of them. */
export const Poison = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('fail') }),
  z.strictObject({ policy: z.literal('skip'), upTo: z.int().check(z.minimum(1), z.maximum(500)) }),
]);

export const StartJob = z.strictObject({
  kind: z.enum(kindNames),
  input: z.union([
    z.strictObject({
      uploadIds: z
        .array(UploadId)
        .check(z.minLength(1), z.maxLength(quotas.uploadsPerJob))
        .register(z.globalRegistry, {
          description:
            'Each is read as its first bytes say, whatever its name: gzip, UTF-16 with a byte order mark, or UTF-8. Of two of ' +
            'one name, the second gets a mark: `a.txt #2`. An upload that is replaced while the job reads it fails the job.',
        }),
    }),
    z.strictObject({ sample: z.enum(sampleNames) }),
  ]),
  /** Number of reduce tasks, and of parts of the result. */
  partitions: z.optional(z.int().check(z.minimum(1), z.maximum(64))),
  /** `range` makes the parts one sorted whole. */
  partitioner: z.optional(z.enum(['hash', 'range', 'round-robin'])),
  options: z.optional(
    z.strictObject({
      /** Approximate input size of a map task. Default: depends on the input's size. */
      splitBytes: z.optional(z.int().check(z.minimum(1024), z.maximum(2 ** 30))),
      poison: z.optional(Poison),
      durationUnit: z.optional(
        z.enum(durationUnits).register(z.globalRegistry, {
          description:
            'For log-analysis: what a whole number at the end of a line is (`us` for %D of Apache, `s` for %T). Default: no ' +
            'duration, since it may be bytes. A number with a point is seconds, as nginx writes them.',
        }),
      ),
    }),
  ),
});

const Progress = z.object({
  phase: z.enum(phases),
  tasks: z.object({ total: Count, running: Count, done: Count, failed: Count }),
  attempts: Count,
  bytes: z.object({ total: Count, done: Count }),
  records: Count,
  /** Until the phase is done, at its average speed so far; null while that is unknown. */
  etaSeconds: z.nullable(Count),
});
export const Job = z.object({
  jobId: JobId,
  kind: z.enum(kindNames),
  state: z.enum(jobStates),
  /** For FAILED: the task that made the job fail, and why. */
  reason: z.optional(z.string()),
  partitions: z.int(),
  partitioner: z.string(),
  createdAt: Instant,
  endedAt: z.nullable(Instant),
  phases: z.array(Progress),
});
const JobSummary = z.omit(Job, { phases: true });
export const JobPage = z.object({ items: z.array(JobSummary), cursor: z.optional(z.string()) });

export const Task = z.object({
  taskId: z.string(),
  phase: z.enum(phases),
  state: z.enum(['PENDING', 'RUNNING', 'DONE', 'FAILED']),
  bytes: z.object({ total: Count, done: Count }),
  records: Count,
  reason: z.optional(z.string()),
  /** The task takes so much longer than the others that a second attempt may start beside the first. */
  straggling: z.boolean(),
  attempts: z.array(
    z.object({
      number: z.int(),
      startedAt: Instant,
      endedAt: z.nullable(Instant),
      /**
       * LATE: another attempt was first. STOPPED: the job ended. LOST: the attempt died or hangs, without reporting.
       */
      outcome: z.nullable(z.enum(['DONE', 'FAILED', 'LATE', 'STOPPED', 'LOST'])),
      reason: z.optional(z.string()),
    }),
  ),
});
export const Tasks = z.object({ items: z.array(Task) });

const Preview = z.object({ section: z.string(), rank: z.number(), line: z.string() });
export const JobResult = z.object({
  records: Count,
  bytes: Count,
  /** The highest lines of each section. */
  preview: z.array(Preview),
  parts: z.array(z.object({ url: z.string(), bytes: Count, records: Count })),
  urlsExpireAt: Instant,
  /** Records skipped under the policy `skip`, the first 500. */
  skipped: z.array(z.object({ file: z.string(), offset: Count, reason: z.string() })),
});

export const AnnounceUpload = z.strictObject({
  filename: z.string().check(z.regex(/^[\w][\w .()-]{0,199}$/)),
  sizeBytes: z.int().check(z.minimum(0), z.maximum(quotas.fileBytes)),
});
/**
 * `upload`: one form with these fields, with the file as the last. Over 100 MB `parts`: PUT each part, then complete.
 */
export const Upload = z.object({
  uploadId: UploadId,
  upload: z.optional(z.object({ url: z.string(), fields: z.record(z.string(), z.string()) })),
  parts: z.optional(z.object({ partBytes: z.int(), urls: z.array(z.string()) })),
  expiresAt: Instant,
});
export const CompleteUpload = z.strictObject({
  /** The ETag header of each part's response, in order. */
  etags: z.array(z.string().check(z.regex(/^"?[!#-~]{1,98}"?$/))).check(z.minLength(1), z.maxLength(10_000)),
});

export const Accepted = z.object({ jobId: JobId, state: z.enum(jobStates) });

export type StartJob = z.infer<typeof StartJob>;
export type Job = z.infer<typeof Job>;
export type JobState = (typeof jobStates)[number];
export type PhaseName = (typeof phases)[number];
export type Progress = z.infer<typeof Progress>;
export type Task = z.infer<typeof Task>;
export type JobResult = z.infer<typeof JobResult>;
export type Upload = z.infer<typeof Upload>;
export type SampleName = (typeof sampleNames)[number];
