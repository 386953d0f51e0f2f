// The state machine's planning task decides what a job does next: run the remaining tasks of a phase, commit, clean up,
// or end.
import * as z from 'zod/mini';
import { systemClock } from '../shared/base/clock.ts';
import { log } from '../shared/base/log.ts';
import { taskWorker } from '../shared/messaging/task.ts';
import { clean, tidy } from './clean-up-job.ts';
import { commit } from './commit-job.ts';
import { phases } from './contract.ts';
import { Unreadable } from './core/inputs/unreadable.ts';
import type { StoredJob } from './job.ts';
import { type Item, mapItems, mergeItems, readList, reduceItems, writeList, writeRest } from './plan-work.ts';
import type { PhaseName } from './schemas.ts';
import { changeJob, findJob } from './store.ts';
import { takeGates } from './tasks/gate-store.ts';
import { reasonOf, type StoredTask } from './tasks/task.ts';
import { tasksOf } from './tasks/task-store.ts';

const task = {
  input: z.object({ jobId: z.string(), run: z.int(), correlationId: z.string() }),
  output: z.object({
    /** TASKS: run the tasks listed under the key. AGAIN: ask again in a moment. */
    outcome: z.enum(['TASKS', 'AGAIN', 'ENDED']),
    key: z.optional(z.string()),
  }),
};

type Next = z.infer<typeof task.output>;
const ended: Next = { outcome: 'ENDED' };
const again: Next = { outcome: 'AGAIN' };

export const handler = taskWorker(task, async ({ jobId, run }) => {
  const job = await findJob(jobId);
  if (!job || job.run !== run) return ended;
  // The caller that began this run may have died before it shut out the run before.
  if (job.state === 'RUNNING' || job.state === 'CANCELLING') await takeGates(job);
  if (job.state === 'CANCELLING' || job.state === 'DELETING') return (await clean(job)) ? ended : again;
  if (job.state === 'SUCCEEDED') await tidy(job);
  return job.state === 'RUNNING' ? advance(job) : ended;
});

async function advance(job: StoredJob): Promise<Next> {
  const tasks = await tasksOf(job);
  const failed = tasks.find(({ state, run }) => state === 'FAILED' && run === job.run);
  if (failed) return fail(job, `${failed.taskId}: ${failed.reason}`);
  for (let now = job; ; ) {
    const current = phases.findLast((phase) => now.phases[phase]);
    const left = current ? await leftOf(now, current, tasks) : [];
    if (current && left.length > 0) return { outcome: 'TASKS', key: await writeRest(now, current, left) };
    if (current === 'reduce') return finish(now, tasks);
    const planned = await plan(now, current, tasks);
    if (!planned) return ended;
    now = planned;
  }
}

async function leftOf(job: StoredJob, phase: PhaseName, tasks: readonly StoredTask[]): Promise<Item[]> {
  const done = new Set(tasks.flatMap((one) => (one.phase === phase && one.state === 'DONE' ? [one.index] : [])));
  if (done.size === job.phases[phase]?.tasks) return [];
  return (await readList(job, phase)).filter(({ index }) => !done.has(index));
}

/** The first or next phase; undefined when this step ended the job. */
async function plan(
  job: StoredJob,
  after: PhaseName | undefined,
  tasks: readonly StoredTask[],
): Promise<StoredJob | undefined> {
  const runs = (phase: PhaseName) =>
    tasks
      .filter((one) => one.phase === phase)
      .sort((a, b) => a.index - b.index)
      .flatMap(({ output }) => (output ? [{ ...output, offsets: output.offsets ?? [] }] : []));
  const skipped = tasks.reduce((sum, { output }) => sum + (output?.skipped?.length ?? 0), 0);
  // Each task applies the policy to what it reads; here the limit applies to the whole job.
  if (job.poison.policy === 'skip' && skipped > job.poison.upTo) {
    await fail(job, `${skipped} records cannot be read, and ${job.poison.upTo} may be skipped`);
    return undefined;
  }
  let [phase, items]: [PhaseName, Item[]] = ['map', []];
  try {
    if (!after) items = await mapItems(job);
    if (after === 'map') [phase, items] = ['merge', await mergeItems(job, runs('map'))];
    if (after === 'merge' || (after === 'map' && items.length === 0))
      [phase, items] = ['reduce', await reduceItems(job, runs(after))];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    await fail(job, reasonOf(error));
    return undefined;
  }
  const planned = { ...job.phases, [phase]: await writeList(job, phase, items) };
  const changed = await changeJob(job, { phases: planned });
  // Something else changed the job, or the response was lost: the retry reads the current state.
  if (!changed || changed === 'quota') throw new Error(`Job ${job.jobId} changed while its ${phase} was planned`);
  return changed;
}

async function fail(job: StoredJob, reason: string): Promise<Next> {
  const { jobId, correlationId } = job;
  log('warn', 'job failed', { jobId, correlationId, reason });
  await changeJob(job, { state: 'FAILED', reason, endedAtMs: systemClock.nowMs() });
  return ended;
}

async function finish(job: StoredJob, tasks: readonly StoredTask[]): Promise<Next> {
  const done = await commit(job, tasks);
  if (done) await tidy(done);
  return ended;
}
