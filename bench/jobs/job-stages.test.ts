import { expect, test } from '@jest/globals';
import type { Job, Task } from '../../lambdas/jobs/contract.ts';
import { stagesOf } from './job-stages.ts';

const at = (ms: number) => new Date(ms).toISOString();
const task = (phase: Task['phase'], fromMs: number, toMs: number) =>
  ({ phase, attempts: [{ startedAt: at(fromMs), endedAt: at(toMs) }] }) as Task;

test('the stages of a job fill its time, each phase from the first attempt to the last', () => {
  const job = { createdAt: at(0), endedAt: at(1000), phases: [{ phase: 'map' }, { phase: 'reduce' }] } as Job;
  const tasks = [task('map', 100, 300), task('map', 150, 450), task('reduce', 700, 800), task('reduce', 600, 650)];
  expect(stagesOf(job, tasks)).toEqual([
    { name: 'before map', ms: 100 },
    { name: 'map', ms: 350 },
    { name: 'before reduce', ms: 150 },
    { name: 'reduce', ms: 200 },
    { name: 'commit', ms: 200 },
  ]);
});
