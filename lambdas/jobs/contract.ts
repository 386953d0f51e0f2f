// What the jobs service offers: MapReduce over uploads, with its progress, its result, and an end in every case.
import * as z from 'zod/mini';
import { pageQuery, route } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import type { KindName } from './core/kinds.ts';
import { jobProblems, quotas } from './names.ts';

export { bindings, jobProblems, quotas } from './names.ts';

const id = (name: string) =>
  z
    .string()
    .check(z.regex(/^[0-9a-f]{20}$/))
    .register(z.globalRegistry, { id: name, description: '20 hexadecimal digits' });
const JobId = id('JobId');
const UploadId = id('UploadId');
const Instant = z.iso.datetime({ offset: false });
const Count = z.int().check(z.minimum(0));

/** Those of core/kinds.ts; a contract carries no code. */
export const kindNames = ['word-count', 'inverted-index', 'log-analysis'] as const satisfies readonly KindName[];
export const sampleNames = ['words', 'access-log', 'documents'] as const;
export const jobStates = ['RUNNING', 'CANCELLING', 'SUCCEEDED', 'FAILED', 'CANCELLED'] as const;
export const phases = ['map', 'merge', 'reduce'] as const;

/** What becomes of a record that cannot be read: the task fails, or up to so many of a task are left out and listed. */
const Poison = z.discriminatedUnion('policy', [
  z.strictObject({ policy: z.literal('fail') }),
  z.strictObject({ policy: z.literal('skip'), upTo: z.int().check(z.minimum(1), z.maximum(500)) }),
]);

export const StartJob = z.strictObject({
  kind: z.enum(kindNames),
  input: z.union([
    z.strictObject({ uploadIds: z.array(UploadId).check(z.minLength(1), z.maxLength(quotas.uploadsPerJob)) }),
    z.strictObject({ sample: z.enum(sampleNames) }),
  ]),
  /** Reduce tasks, and parts of the result. */
  partitions: z.optional(z.int().check(z.minimum(1), z.maximum(64))),
  /** `range` makes the parts one sorted whole. */
  partitioner: z.optional(z.enum(['hash', 'range', 'round-robin'])),
  options: z.optional(
    z.strictObject({
      /** About as large are the pieces that map tasks get; by the input's size unless said. */
      splitBytes: z.optional(z.int().check(z.minimum(1024), z.maximum(2 ** 30))),
      poison: z.optional(Poison),
    }),
  ),
});

const Progress = z.object({
  phase: z.enum(phases),
  tasks: z.object({ total: Count, running: Count, done: Count, failed: Count }),
  attempts: Count,
  bytes: z.object({ total: Count, done: Count }),
  records: Count,
  /** Until the phase is done, at its speed so far; null before that is known. */
  etaSeconds: z.nullable(Count),
});
export const Job = z.object({
  jobId: JobId,
  kind: z.enum(kindNames),
  state: z.enum(jobStates),
  /** Of FAILED: the task it failed by, and why. */
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
  /** Takes so much longer than the others that a second attempt may begin beside the first. */
  straggling: z.boolean(),
  attempts: z.array(
    z.object({
      number: z.int(),
      startedAt: Instant,
      endedAt: z.nullable(Instant),
      /** LATE: another was first. STOPPED: its job ended. LOST: it died, or sleeps, without a word. */
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
  /** Records left out under the policy `skip`, the first 500. */
  skipped: z.array(z.object({ file: z.string(), offset: Count, reason: z.string() })),
});

export const AnnounceUpload = z.strictObject({
  filename: z.string().check(z.regex(/^[\w][\w .()-]{0,199}$/)),
  sizeBytes: z.int().check(z.minimum(0), z.maximum(quotas.fileBytes)),
});
/** `upload`: one form with these fields and the file last. Over 100 MB `parts`: PUT each piece, then complete. */
export const Upload = z.object({
  uploadId: UploadId,
  upload: z.optional(z.object({ url: z.string(), fields: z.record(z.string(), z.string()) })),
  parts: z.optional(z.object({ partBytes: z.int(), urls: z.array(z.string()) })),
  expiresAt: Instant,
});
export const CompleteUpload = z.strictObject({
  /** The ETag header of each part's answer, in order. */
  etags: z.array(z.string().check(z.regex(/^"?[!#-~]{1,98}"?$/))).check(z.minLength(1), z.maxLength(10_000)),
});

export type StartJob = z.infer<typeof StartJob>;
export type Job = z.infer<typeof Job>;
export type JobState = (typeof jobStates)[number];
export type PhaseName = (typeof phases)[number];
export type Progress = z.infer<typeof Progress>;
export type Task = z.infer<typeof Task>;
export type JobResult = z.infer<typeof JobResult>;
export type Upload = z.infer<typeof Upload>;
export type SampleName = (typeof sampleNames)[number];

const byId = z.strictObject({ jobId: JobId });
const path = { jobId: '0123456789abcdef0123' };
const uploadId = 'fedcba98765432100123';
const Accepted = z.object({ jobId: JobId, state: z.enum(jobStates) });
const summary = {
  ...path,
  kind: 'word-count',
  state: 'SUCCEEDED',
  partitions: 4,
  partitioner: 'hash',
  createdAt: '2026-03-01T08:00:00.000Z',
  endedAt: '2026-03-01T08:00:09.000Z',
};
const change = { auth: 'user', limit: 'write', idempotency: 'optional' } as const;

export const contract = {
  service: 'jobs',
  routes: {
    announceUpload: route('POST /api/jobs/uploads', {
      ...change,
      summary: 'Announce a file and get where to upload it: a presigned form, or parts over 100 MB',
      body: AnnounceUpload,
      status: 201,
      response: Upload,
      problems: [jobProblems.tooManyBytes],
      example: { body: { filename: 'moby-dick.txt', sizeBytes: 1_276_000 } },
    }),
    completeUpload: route('POST /api/jobs/uploads/{uploadId}/complete', {
      ...change,
      summary: 'Make one file of the parts that were uploaded',
      path: z.strictObject({ uploadId: UploadId }),
      body: CompleteUpload,
      status: 204,
      problems: [problems.notFound, jobProblems.uploadIncomplete],
      example: { path: { uploadId }, body: { etags: ['"0cc175b9c0f1b6a831c399e269772661"'] } },
    }),
    startJob: route('POST /api/jobs', {
      ...change,
      summary: 'Start a job over uploads of yours or a sample',
      body: StartJob,
      status: 202,
      response: Accepted,
      problems: [jobProblems.uploadUnknown, jobProblems.tooManyJobs],
      example: {
        body: { kind: 'word-count', input: { uploadIds: [uploadId] }, partitions: 4 },
        response: { ...path, state: 'RUNNING' },
      },
    }),
    listJobs: route('GET /api/jobs', {
      summary: 'Your jobs, newest first; a new one appears within moments',
      auth: 'user',
      query: pageQuery,
      status: 200,
      response: JobPage,
      problems: [problems.invalidCursor],
      example: { query: { limit: '20' }, response: { items: [summary] } },
    }),
    getJob: route('GET /api/jobs/{jobId}', {
      summary: 'One of your jobs, with the progress of each phase',
      auth: 'user',
      path: byId,
      status: 200,
      response: Job,
      revalidated: true,
      problems: [problems.notFound],
      example: { path, response: { ...summary, phases: [] } },
    }),
    listTasks: route('GET /api/jobs/{jobId}/tasks', {
      summary: 'The tasks of one of your jobs, each with its attempts and why they ended',
      auth: 'user',
      path: byId,
      status: 200,
      response: Tasks,
      revalidated: true,
      problems: [problems.notFound],
      example: { path, response: { items: [] } },
    }),
    jobResult: route('GET /api/jobs/{jobId}/result', {
      summary: 'The result of a job that succeeded: a preview, and where to download its parts',
      auth: 'user',
      path: byId,
      status: 200,
      response: JobResult,
      problems: [problems.notFound, jobProblems.jobNotDone],
      example: { path },
    }),
    cancelJob: route('POST /api/jobs/{jobId}/cancel', {
      ...change,
      summary: 'End a job without a result; asking again is asking once',
      path: byId,
      status: 202,
      response: Accepted,
      problems: [problems.notFound, jobProblems.jobNotRunning],
      example: { path, response: { ...path, state: 'CANCELLING' } },
    }),
    retryJob: route('POST /api/jobs/{jobId}/retry', {
      ...change,
      summary:
        'Try the tasks again by which a job failed, and go on from there; with another poison policy if you like',
      path: byId,
      body: z.strictObject({ poison: z.optional(Poison) }),
      status: 202,
      response: Accepted,
      problems: [problems.notFound, jobProblems.jobNotFailed, jobProblems.tooManyJobs],
      example: { path, body: {}, response: { ...path, state: 'RUNNING' } },
    }),
    deleteJob: route('DELETE /api/jobs/{jobId}', {
      ...change,
      summary: 'Forget a job at its end, with its result and its uploads',
      path: byId,
      status: 204,
      problems: [problems.notFound, jobProblems.jobNotEnded],
      example: { path },
    }),
  },
} as const;
