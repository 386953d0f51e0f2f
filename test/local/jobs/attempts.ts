// The stores of jobs against the deployed tables, with jobs and attempts to try them on.
import { bindings, type StartJob } from '../../../lambdas/jobs/contract.ts';
import type { StoredJob } from '../../../lambdas/jobs/job.ts';
import { shardsBinding } from '../../../lambdas/shared/base/contract.ts';
import { bound } from '../kit/aws.ts';
import { root, unique } from '../kit/client.ts';

export type Attempts = Awaited<ReturnType<typeof attemptsHere>>;

const DAY_MS = 24 * 3600 * 1000;

export async function attemptsHere() {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: root.endpoint,
    AWS_REGION: root.region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    [shardsBinding(bindings.jobsTable)]: await bound('jobs/http', shardsBinding(bindings.jobsTable)),
  });
  for (const name of [bindings.jobsTable, bindings.tasksTable, bindings.quotasTable, bindings.bucket])
    process.env[name] = await bound('jobs/http', name);
  const [store, tasks, rules, { runOf, taskIdOf }] = await Promise.all([
    import('../../../lambdas/jobs/store.ts'),
    import('../../../lambdas/jobs/tasks/task-store.ts'),
    import('../../../lambdas/jobs/job.ts'),
    import('../../../lambdas/jobs/tasks/task.ts'),
  ]);
  return {
    store,
    tasks,
    attempt: (id: string) => ({ id, run: 1, startedAtMs: 1, beatAtMs: 1, bytes: 0 }),
    /** A task of the job's phase map. */
    task: (job: StoredJob, index: number) => {
      const task = { phase: 'map', index, bytes: 10 } as const;
      return { task, of: runOf(job, { ...task, taskId: taskIdOf('map', index), run: job.run }) };
    },
    /** A running job without an execution. Its time lies ahead, so that the reconciler does not start one. */
    async newJob(wish: StartJob = { kind: 'word-count', input: { sample: 'words' } }, inputBytes = 0) {
      const call = { nowMs: Date.now() + DAY_MS, operationId: unique(), correlationId: 'c' };
      const job = await store.addJob(rules.newJob(unique(), wish, call, inputBytes), inputBytes);
      if (typeof job === 'string') throw new Error(`refused: ${job}`);
      return { job };
    },
  };
}
