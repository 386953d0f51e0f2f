// One write makes the result visible: the state SUCCEEDED with the parts that belong to it. Nothing else is a result.
import { systemClock } from '../shared/base/clock.ts';
import { writeJson } from './blob-store.ts';
import { mergePreviews } from './core/tasks/reduce-task.ts';
import { keysOf, type StoredJob, type StoredResult } from './job.ts';
import { changeJob, findJob } from './store.ts';
import type { StoredTask } from './tasks/task.ts';

function resultOf(tasks: readonly StoredTask[]): StoredResult {
  const outputs = (phase: StoredTask['phase']) =>
    tasks
      .filter((task) => task.phase === phase)
      .sort((a, b) => a.index - b.index)
      .flatMap(({ output }) => output ?? []);
  const parts = outputs('reduce');
  const sum = (key: 'bytes' | 'records') => parts.reduce((total, part) => total + part[key], 0);
  return {
    parts: parts.map(({ key, bytes, records }) => ({ key, bytes, records })),
    preview: [...mergePreviews(parts.map(({ preview = [] }) => preview))],
    skipped: outputs('map').flatMap(({ skipped = [] }) => skipped),
    bytes: sum('bytes'),
    records: sum('records'),
  };
}

/** The job after the commit; undefined when it was cancelled meanwhile, so there is no result. */
export async function commit(job: StoredJob, tasks: readonly StoredTask[]): Promise<StoredJob | undefined> {
  const result = resultOf(tasks);
  await writeJson(keysOf(job.jobId).manifest, result);
  await changeJob(job, { state: 'SUCCEEDED', result, endedAtMs: systemClock.nowMs() });
  // Read again, because the response to our own write can be lost.
  const now = await findJob(job.jobId);
  return now?.state === 'SUCCEEDED' ? now : undefined;
}
