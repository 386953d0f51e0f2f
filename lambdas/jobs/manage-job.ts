// Owners start, view, cancel, retry and delete their jobs. A change is one conditional write, followed by
// the start of the run it requires. If that start is lost, the reconciler does it.

import { presignUrl } from '../shared/aws/presign.ts';
import type { Call } from '../shared/base/call.ts';
import { isoTime, secondsOfDayLeft } from '../shared/base/clock.ts';
import { Problem, problems, tryLater } from '../shared/base/problem.ts';
import { CONFLICT, retryOnConflict } from '../shared/base/waits/retry-on-conflict.ts';
import type { Job, JobResult, StartJob, Task } from './contract.ts';
import { startRun, stopRun } from './execution-store.ts';
import { isEnded, newJob, type Poison, type StoredJob, summaryOf } from './job.ts';
import { quotas } from './limits.ts';
import { jobProblems } from './problems.ts';
import { addJob, changeJob, findJob } from './store.ts';
import { presentTasks, progressOf } from './tasks/task.ts';
import { tasksOf } from './tasks/task-store.ts';
import { findUploads, signer } from './uploads/upload-store.ts';
import { leaveUploads, useUploads } from './uploads/use-uploads.ts';

const tooMany = () => tryLater(jobProblems.tooManyJobs, 5, `At most ${quotas.activeJobs}; wait for one, or cancel it.`);

/** Refuses with UPLOAD_UNKNOWN, TOO_MANY_JOBS and NO_MORE_JOBS_TODAY. The same operation again returns the same job. */
export async function startJob(ownerId: string, wish: StartJob, call: Call): Promise<StoredJob> {
  const uploadIds = 'uploadIds' in wish.input ? wish.input.uploadIds : [];
  const inputBytes = await checkUploads(ownerId, uploadIds);
  const wished = newJob(ownerId, wish, call, inputBytes);
  const gone = await useUploads(uploadIds, wished.jobId);
  if (gone !== undefined) throw unknown(gone);
  const job = await addJob(wished, inputBytes);
  if (typeof job === 'string') {
    await leaveUploads(uploadIds, wished.jobId);
    throw job === 'owner' ? tooMany() : tryLater(jobProblems.noMoreJobsToday, secondsOfDayLeft(call.nowMs));
  }
  if (job.state === 'RUNNING') await startRun(job);
  return job;
}

const unknown = (uploadId: string) => new Problem(jobProblems.uploadUnknown, `You have no upload ${uploadId}.`);

/** Returns the bytes of them all, as they were announced. */
async function checkUploads(ownerId: string, uploadIds: readonly string[]): Promise<number> {
  const uploads = await findUploads(uploadIds);
  const own = new Set(uploads.flatMap((upload) => (upload.ownerId === ownerId ? [upload.uploadId] : [])));
  const stranger = uploadIds.find((uploadId) => !own.has(uploadId));
  if (stranger) throw unknown(stranger);
  return uploads.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** A job of this owner. NOT_FOUND for another user's job and for one being deleted, exactly as for none. */
async function ownJob(ownerId: string, jobId: string): Promise<StoredJob> {
  const job = await findJob(jobId);
  if (job?.ownerId !== ownerId || job.state === 'DELETING')
    throw new Problem(problems.notFound, 'You have no such job.');
  return job;
}

export async function showJob(ownerId: string, jobId: string, nowMs: number): Promise<Job> {
  const job = await ownJob(ownerId, jobId);
  return { ...summaryOf(job), phases: progressOf(job, await tasksOf(job), nowMs) };
}

export async function showTasks(ownerId: string, jobId: string, nowMs: number): Promise<{ items: Task[] }> {
  const job = await ownJob(ownerId, jobId);
  return { items: presentTasks(job, await tasksOf(job), nowMs) };
}

const URL_SECONDS = 900;

export async function showResult(ownerId: string, jobId: string, nowMs: number): Promise<JobResult> {
  const { state, result } = await ownJob(ownerId, jobId);
  if (state !== 'SUCCEEDED' || !result) throw new Problem(jobProblems.jobNotDone, `The job is ${state}.`);
  const by = signer();
  const time = { nowMs, seconds: URL_SECONDS };
  return {
    ...result,
    parts: result.parts.map(({ key, ...part }) => ({ ...part, url: presignUrl(by, 'GET', key, time) })),
    urlsExpireAt: isoTime(nowMs + URL_SECONDS * 1000),
  };
}

type Decision = Partial<Pick<StoredJob, 'state' | 'run' | 'reason' | 'endedAtMs' | 'poison'>>;

/** Decides again when another write came in between. A decision of undefined leaves the job as it is. */
const change = (
  ownerId: string,
  jobId: string,
  decide: (job: StoredJob) => Decision | undefined,
): Promise<{ before: StoredJob; after: StoredJob }> =>
  retryOnConflict(`job ${jobId}`, async () => {
    const before = await ownJob(ownerId, jobId);
    const decision = decide(before);
    if (!decision) return { before, after: before };
    const after = await changeJob(before, decision);
    if (after === 'quota') throw tooMany();
    return after ? { before, after } : CONFLICT;
  });

/** From its answer on, no attempt counts. Refuses with JOB_NOT_RUNNING. */
export async function cancelJob(ownerId: string, jobId: string): Promise<StoredJob> {
  const { before, after } = await change(ownerId, jobId, (job) => {
    if (job.state === 'CANCELLING' || job.state === 'CANCELLED') return undefined;
    if (isEnded(job)) throw new Problem(jobProblems.jobNotRunning, `It is ${job.state}.`);
    return { state: 'CANCELLING', run: job.run + 1 };
  });
  if (before.state === 'RUNNING') await stopRun(before);
  if (after.state === 'CANCELLING') await startRun(after);
  return after;
}

/** Finished tasks stay done. Refuses with JOB_NOT_FAILED and TOO_MANY_JOBS. */
export async function retryJob(ownerId: string, jobId: string, poison: Poison | undefined): Promise<StoredJob> {
  const { after } = await change(ownerId, jobId, (job) => {
    if (job.state !== 'FAILED') throw new Problem(jobProblems.jobNotFailed, `It is ${job.state}.`);
    return {
      state: 'RUNNING',
      run: job.run + 1,
      reason: undefined,
      endedAtMs: undefined,
      ...(poison && { poison }),
    };
  });
  await startRun(after);
  return after;
}

/** Gone for its owner at once, its data within moments. Refuses with JOB_NOT_ENDED. */
export async function deleteJob(ownerId: string, jobId: string): Promise<void> {
  const { after } = await change(ownerId, jobId, (job) => {
    if (!isEnded(job)) throw new Problem(jobProblems.jobNotEnded, `It is ${job.state}.`);
    return { state: 'DELETING', run: job.run + 1 };
  });
  await startRun(after);
}
