// Removes what a job leaves behind: its intermediate data when it is done, everything when it is cancelled or deleted.
import { inChunks } from '../shared/base/chunks.ts';
import { pause, systemClock } from '../shared/base/clock.ts';
import { keysUnder, removeKeys } from './blob-store.ts';
import { keysOf, type StoredJob } from './job.ts';
import { changeJob, removeJob } from './store.ts';
import { isAlive, runOf, type StoredTask } from './tasks/task.ts';
import { endAttempt, removeTask, tasksOf } from './tasks/task-store.ts';
import { endUpload, findUploads, removeUpload } from './uploads/upload-store.ts';
import { leaveUploads } from './uploads/use-uploads.ts';

/** Attempts stop at their next beat, at most two seconds later, and remove what they wrote. */
const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 500;
const AT_ONCE = 32;

/** For a job that has succeeded: removes its intermediate data and parts of attempts that came late. */
export async function tidy({ jobId, result }: StoredJob): Promise<void> {
  const { work, result: prefix, manifest } = keysOf(jobId);
  const kept = new Set([manifest, ...(result?.parts ?? []).map(({ key }) => key)]);
  const late = (await keysUnder(prefix)).filter((key) => !kept.has(key));
  await removeKeys([...(await keysUnder(work)), ...late]);
}

/** False when an attempt is still working. It may write again, so the caller must repeat the call. */
export async function clean(job: StoredJob): Promise<boolean> {
  const tasks = await quietTasks(job);
  if (!tasks) return false;
  const { work, result } = keysOf(job.jobId);
  await removeKeys([...(await keysUnder(work)), ...(await keysUnder(result))]);
  const nowMs = systemClock.nowMs();
  if (job.state === 'CANCELLING') {
    await endDead(job, tasks, nowMs);
    await changeJob(job, { state: 'CANCELLED', endedAtMs: nowMs });
    return true;
  }
  for (const task of tasks) await removeTask(runOf(job, task));
  if ('uploadIds' in job.input) {
    await leaveUploads(job.input.uploadIds, job.jobId);
    await removeUnused([...new Set(job.input.uploadIds)]);
  }
  await removeJob(job);
  return true;
}

/** Removes the uploads that no job uses; from then on, none can. */
async function removeUnused(uploadIds: readonly string[]): Promise<void> {
  const uploads = await findUploads(uploadIds);
  const ended = await inChunks(uploads, AT_ONCE, ({ uploadId }) => endUpload(uploadId));
  const unused = uploads.filter((_, i) => ended[i]);
  await removeKeys(unused.map(({ key }) => key));
  for (const { uploadId } of unused) await removeUpload(uploadId);
}

/** The tasks, once none of their attempts is alive. */
async function quietTasks(job: StoredJob): Promise<StoredTask[] | undefined> {
  const untilMs = systemClock.nowMs() + WAIT_MS;
  for (;;) {
    const tasks = await tasksOf(job);
    const nowMs = systemClock.nowMs();
    if (!tasks.some(({ attempts }) => attempts.some((one) => isAlive(one, nowMs)))) return tasks;
    if (nowMs > untilMs) return undefined;
    await pause(LOOK_EVERY_MS);
  }
}

/** Ends attempts that died silently, so the owner sees no running task. */
async function endDead(job: StoredJob, tasks: readonly StoredTask[], nowMs: number): Promise<void> {
  for (const task of tasks)
    for (const [index, { endedAtMs }] of task.attempts.entries())
      if (endedAtMs === undefined) await endAttempt(runOf(job, task), index, 'STOPPED', nowMs);
}
