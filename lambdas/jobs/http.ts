// The routes of the jobs service.

import { appKey } from '../shared/aws/secret.ts';
import { httpHandler } from '../shared/http/http.ts';
import { openCursor, sealCursor } from '../shared/tables/cursor.ts';
import { contract } from './contract.ts';
import { type StoredJob, summaryOf } from './job.ts';
import { cancelJob, deleteJob, retryJob, showJob, showResult, showTasks, startJob } from './manage-job.ts';
import { announceUpload, completeUpload } from './manage-upload.ts';
import type { JobState } from './schemas.ts';
import { type JobPosition, listJobs } from './store.ts';

const accepted = ({ jobId, state }: StoredJob) => ({ jobId, state: state as JobState });

export const handler = httpHandler(contract, {
  announceUpload: ({ user, body, ...call }) => announceUpload(user.userId, body, call),
  completeUpload: ({ user, path, body }) => completeUpload(user.userId, path.uploadId, body.etags),
  startJob: async ({ user, body, ...call }) => accepted(await startJob(user.userId, body, call)),
  listJobs: async ({ user, query: { limit, cursor } }) => {
    const key = await appKey('cursor');
    const scope = `jobs#${user.userId}`;
    const page = await listJobs(user.userId, limit, cursor ? openCursor<JobPosition>(key, scope, cursor) : undefined);
    return {
      items: page.jobs.filter(({ state }) => state !== 'DELETING').map(summaryOf),
      ...(page.next && { cursor: sealCursor(key, scope, page.next) }),
    };
  },
  getJob: ({ user, path, nowMs }) => showJob(user.userId, path.jobId, nowMs),
  listTasks: ({ user, path, nowMs }) => showTasks(user.userId, path.jobId, nowMs),
  jobResult: ({ user, path, nowMs }) => showResult(user.userId, path.jobId, nowMs),
  cancelJob: async ({ user, path }) => accepted(await cancelJob(user.userId, path.jobId)),
  retryJob: async ({ user, path, body }) => accepted(await retryJob(user.userId, path.jobId, body.poison)),
  deleteJob: ({ user, path }) => deleteJob(user.userId, path.jobId),
});
