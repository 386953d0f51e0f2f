// The state machine's work task: maps, merges or reduces one task of a job, and handles a task that failed too often.
import * as z from 'zod/mini';
import { taskWorker } from '../shared/messaging/task.ts';
import { readJson } from './blob-store.ts';
import { phases } from './contract.ts';
import { kindOf } from './core/kinds.ts';
import type { RunIndex } from './core/run.ts';
import type { Split } from './core/split.ts';
import { mapTask } from './core/tasks/map-task.ts';
import { mergeTask } from './core/tasks/merge-task.ts';
import { reduceTask } from './core/tasks/reduce-task.ts';
import { optionsOf, type StoredJob } from './job.ts';
import type { Item } from './plan-work.ts';
import { findJob } from './store.ts';
import { attempt, type Bench, type Outcome } from './tasks/attempt-task.ts';
import { causeOf, type Output, runOf } from './tasks/task.ts';
import { failTask } from './tasks/task-store.ts';

/** Of a task's 1,769 MB; the rest is for code, streams and data being written. */
const MEMORY_BYTES = 512 * 2 ** 20;

const task = {
  input: z.object({
    jobId: z.string(),
    run: z.int(),
    /** How many earlier calls Step Functions made in the current state; those calls died. */
    retries: z.int(),
    item: z.object({
      taskId: z.string(),
      phase: z.enum(phases),
      index: z.int(),
      bytes: z.int(),
      work: z.looseObject({}),
    }),
    /** If present, the task is given up; this is the error of its last call. */
    failure: z.optional(z.looseObject({ Error: z.optional(z.string()), Cause: z.optional(z.string()) })),
  }),
  output: z.object({ outcome: z.enum(['DONE', 'BUSY', 'FAILED', 'STOPPED']) }),
};

export const handler = taskWorker(
  task,
  async ({ jobId, run, retries, item, failure }): Promise<{ outcome: Outcome }> => {
    const job = await findJob(jobId);
    if (job?.state !== 'RUNNING' || job.run !== run) return { outcome: 'STOPPED' };
    const call = { ...item, ...runOf(job, { ...item, run }), alone: retries > 0 };
    if (failure) {
      await failTask(call, call, causeOf(failure));
      return { outcome: 'FAILED' };
    }
    return { outcome: await attempt(call, job, (bench) => workOf[item.phase](job, item as unknown as Item, bench)) };
  },
);

type Work = (job: StoredJob, item: Item, bench: Bench) => Promise<Output>;

const shared = (job: StoredJob, { blobs }: Bench) => ({
  blobs,
  kind: kindOf(job.kind),
  options: optionsOf(job),
  memoryBytes: MEMORY_BYTES,
});

const workOf: Record<Item['phase'], Work> = {
  map: async (job, { work }, bench) => {
    const { run, bytes, records, skipped } = await mapTask({
      ...shared(job, bench),
      split: work.split as Split,
      partitions: job.partitions,
      partitioner: job.partitioner,
      ...(work.bounds && { bounds: work.bounds }),
      outKey: bench.workKey,
      poison: job.poison.policy === 'skip' ? job.poison : { policy: 'fail', upTo: 0 },
      onProgress: bench.progress,
    });
    const listed = skipped.map(({ key, ...rest }) => ({ file: key, ...rest }));
    return { ...run, bytes, records, ...(listed.length > 0 && { skipped: listed }) };
  },
  merge: async (job, item, bench) => {
    const runs = await runsOf(item);
    const { run, bytes, records } = await mergeTask({ ...shared(job, bench), runs, outKey: bench.workKey });
    return { ...run, bytes, records };
  },
  reduce: async (job, item, bench) => {
    const runs = await runsOf(item);
    const part = { partition: item.index, runs, outKey: bench.partKey };
    const { key, bytes, records, preview } = await reduceTask({ ...shared(job, bench), ...part });
    return { key, bytes, records, preview: [...preview] };
  },
};

async function runsOf({ work: { runsKey = '', pick } }: Item): Promise<RunIndex[]> {
  const runs = await readJson<RunIndex[]>(runsKey);
  return pick ? pick.flatMap((index) => runs[index] ?? []) : runs;
}
