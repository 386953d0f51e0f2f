// Contract of the jobs service: MapReduce over uploads, with progress and a result. Every job ends.
import * as z from 'zod/mini';
import { pageQuery, route } from '../shared/base/contract.ts';
import { problems } from '../shared/base/problem.ts';
import { path, summary, uploadId } from './examples.ts';
import { jobProblems } from './problems.ts';
import { buckets, tables } from './resources.ts';
import {
  Accepted,
  AnnounceUpload,
  CompleteUpload,
  Job,
  JobId,
  JobPage,
  JobResult,
  Poison,
  StartJob,
  Tasks,
  Upload,
  UploadId,
} from './schemas.ts';

export { quotas } from './limits.ts';
export { jobProblems } from './problems.ts';
export { bindings } from './resources.ts';
export type * from './schemas.ts';
export {
  AnnounceUpload,
  CompleteUpload,
  Job,
  JobPage,
  JobResult,
  jobStates,
  kindNames,
  phases,
  StartJob,
  sampleNames,
  Task,
  Tasks,
  Upload,
} from './schemas.ts';

const byId = z.strictObject({ jobId: JobId });
const change = { auth: 'user', limit: 'write', idempotency: 'optional' } as const;

export const contract = {
  service: 'jobs',
  tables,
  buckets,
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
      summary: 'Make one file of the parts that were uploaded: all of them, each of its length',
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
      problems: [jobProblems.uploadUnknown, jobProblems.tooManyJobs, jobProblems.noMoreJobsToday],
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
      summary: 'Forget a job at its end, with its result and the uploads that no other job uses',
      path: byId,
      status: 204,
      problems: [problems.notFound, jobProblems.jobNotEnded],
      example: { path },
    }),
  },
} as const;
