// The routes of the jobs service.

import { httpHandler } from '../shared/http/http.ts';
import { listPage } from '../shared/tables/list-page.ts';
import { contract } from './contract.ts';
import { type StoredJob, summaryOf } from './job.ts';
import { cancelJob, deleteJob, retryJob, showJob, showResult, showTasks, startJob } from './manage-job.ts';
import type { JobState } from './schemas.ts';
import { type JobPosition, listJobs } from './store.ts';
import { announceUpload, completeUpload } from './uploads/manage-upload.ts';

const accepted = ({ jobId, state }: StoredJob) => ({ jobId, state: state as JobState });

export const handler = httpHandler(contract, {
  announceUpload: ({ user, body, ...call }) => announceUpload(user.userId, body, call),
  completeUpload: ({ user, path, body }) => completeUpload(user.userId, path.uploadId, body.etags),
  startJob: async ({ user, body, ...call }) => accepted(await startJob(user.userId, body, call)),
  listJobs: ({ user, query: { limit, cursor } }) =>
    listPage(`jobs#${user.userId}`, cursor, async (after: JobPosition | undefined) => {
      const { items, next } = await listJobs(user.userId, limit, after);
      return { items: items.filter(({ state }) => state !== 'DELETING').map(summaryOf), next };
    }),
  getJob: ({ user, path, nowMs }) => showJob(user.userId, path.jobId, nowMs),
  listTasks: ({ user, path, nowMs }) => showTasks(user.userId, path.jobId, nowMs),
  jobResult: ({ user, path, nowMs }) => showResult(user.userId, path.jobId, nowMs),
  cancelJob: async ({ user, path }) => accepted(await cancelJob(user.userId, path.jobId)),
  retryJob: async ({ user, path, body }) => accepted(await retryJob(user.userId, path.jobId, body.poison)),
  deleteJob: ({ user, path }) => deleteJob(user.userId, path.jobId),
});
