// Finished jobs of one owner. The first has the tasks of a whole gigabyte, the others one each.

import { keysOf, type StoredJob } from '../../lambdas/jobs/job.ts';
import { bindings } from '../../lambdas/jobs/resources.ts';
import type { PhaseName } from '../../lambdas/jobs/schemas.ts';
import { type StoredTask, taskIdOf } from '../../lambdas/jobs/tasks/task.ts';
import { bornMs, idOf, type Loader, owner, type Thing } from './loader.ts';

const MB = 2 ** 20;
const PARTS = 4;
const MAPS = 64;

const jobIdOf = (i: number): string => idOf('job', i);
const path = { jobId: jobIdOf(0) };

const tasksOf = ({ i }: Thing) => (i === 0 ? MAPS : 1);

function jobOf(thing: Thing): StoredJob {
  const createdAtMs = bornMs(thing);
  const tasks = tasksOf(thing);
  return {
    jobId: jobIdOf(thing.i),
    ownerId: owner,
    kind: 'word-count',
    input: { sample: 'words' },
    partitions: PARTS,
    partitioner: 'hash',
    poison: { policy: 'fail' },
    state: 'SUCCEEDED',
    run: 1,
    phases: {
      map: { tasks, bytes: tasks * 16 * MB, startedAtMs: createdAtMs },
      reduce: { tasks: PARTS, bytes: MB, startedAtMs: createdAtMs },
    },
    result: {
      parts: Array.from({ length: PARTS }, (_, part) => ({
        key: `${keysOf(jobIdOf(thing.i)).result}${part}`,
        bytes: MB,
        records: 20_000,
      })),
      preview: Array.from({ length: 20 }, (_, rank) => ({
        section: 'words',
        rank,
        line: `word${rank}\t${900 - rank}`,
      })),
      skipped: [],
      bytes: PARTS * MB,
      records: PARTS * 20_000,
    },
    createdAtMs,
    endedAtMs: createdAtMs + 30_000,
    correlationId: idOf('correlation', thing.i),
  };
}

function taskOf(thing: Thing, phase: PhaseName, index: number): StoredTask & { readonly jobId: string } {
  const startedAtMs = bornMs(thing);
  const bytes = phase === 'map' ? 16 * MB : MB / PARTS;
  const attempt = { id: idOf('attempt', index), run: 1, startedAtMs, beatAtMs: startedAtMs, bytes };
  return {
    jobId: jobIdOf(thing.i),
    taskId: taskIdOf(phase, index),
    phase,
    index,
    state: 'DONE',
    run: 1,
    bytes,
    attempts: [{ ...attempt, endedAtMs: startedAtMs + 9000, outcome: 'DONE' }],
    output: { key: keysOf(jobIdOf(thing.i)).attempt(taskIdOf(phase, index), attempt.id), bytes: MB, records: 20_000 },
  };
}

export const jobs: Loader = {
  service: 'jobs',
  things: 'jobs of one owner',
  base: 100,
  rows: (thing) => [
    { env: bindings.jobsTable, item: jobOf(thing) },
    ...Array.from({ length: tasksOf(thing) }, (_, i) => ({ env: bindings.tasksTable, item: taskOf(thing, 'map', i) })),
  ],
  asks: [
    { route: 'listJobs', user: owner },
    { route: 'getJob', user: owner, path, about: '64 tasks' },
    { route: 'listTasks', user: owner, path, about: '64 tasks' },
    { route: 'jobResult', user: owner, path },
  ],
};
