import { expect, test } from '@jest/globals';
import type { Progress, Task } from '../../../lambdas/jobs/contract.ts';
import { partOf, speedOf } from './progress.ts';

const phase = (done: number, bytesDone: number, etaSeconds: number | null): Progress => ({
  phase: 'map',
  tasks: { total: 4, running: 0, done, failed: 0 },
  attempts: done,
  bytes: { total: 2000, done: bytesDone },
  records: 0,
  etaSeconds,
});
const attempt = (from: number, to: number | null, outcome: 'DONE' | 'FAILED' | null) => ({
  number: 1,
  startedAt: new Date(from).toISOString(),
  endedAt: to === null ? null : new Date(to).toISOString(),
  outcome,
});
const task = (of: Task['phase'], attempts: Task['attempts']): Task => ({
  taskId: `${of}-0`,
  phase: of,
  state: 'DONE',
  bytes: { total: 500, done: 500 },
  records: 1,
  straggling: false,
  attempts,
});

test('the part of a phase is that of its bytes, of its tasks without bytes, and all when all tasks are done', () => {
  expect(partOf(phase(1, 500, 3))).toBe(0.25);
  expect(partOf({ ...phase(1, 0, null), bytes: { total: 0, done: 0 } })).toBe(0.25);
  expect(partOf(phase(4, 0, 0))).toBe(1);
  expect(partOf({ ...phase(0, 0, 0), tasks: { total: 0, running: 0, done: 0, failed: 0 } })).toBe(1);
});

test('the speed is known from the ETA while at work, and from the attempts that counted when done', () => {
  expect(speedOf(phase(1, 500, 3), [])).toBe(500);
  expect(speedOf(phase(1, 0, null), [])).toBeUndefined();
  expect(speedOf(phase(4, 2000, 0), [])).toBeUndefined();
  const tasks = [
    task('map', [attempt(1000, 2000, 'DONE')]),
    task('map', [attempt(0, 900, 'FAILED'), attempt(1500, 5000, 'DONE')]),
    task('reduce', [attempt(5000, 9000, 'DONE')]),
  ];
  expect(speedOf(phase(4, 2000, 0), tasks)).toBe(500);
});
