// The input bytes that all users together may start a day, on the deployed tables in this process.
import { afterAll, expect, test } from '@jest/globals';
import { bindings } from '../../../lambdas/jobs/contract.ts';
import { newJob } from '../../../lambdas/jobs/job.ts';
import { unique } from '../kit/client.ts';
import { attemptsHere } from './attempts.ts';

const { store } = await attemptsHere();
process.env[bindings.dailyBytes] = '20';
afterAll(() => {
  delete process.env[bindings.dailyBytes];
});

/** A day of its own, far ahead, where nobody else has started anything and the reconciler does not look. */
const someDay = (): number => Date.UTC(2100, 0, 1) + Math.floor(Math.random() * 30_000) * 86_400_000;

function start(bytes: number, nowMs: number, operationId = unique()) {
  const call = { nowMs, operationId, correlationId: 'c' };
  return store.addJob(newJob(unique(), { kind: 'word-count', input: { sample: 'words' } }, call, bytes), bytes);
}
const accepted = (answers: readonly unknown[]) => answers.filter((answer) => answer !== 'all').length;

test('of many at once, only those begin for which there is room', async () => {
  const day = someDay();
  expect(accepted(await Promise.all(Array.from({ length: 10 }, () => start(3, day))))).toBe(6);
  expect(await start(3, day)).toBe('all');
  expect(await start(2, day)).toMatchObject({ state: 'RUNNING' });
  expect(await start(0, day)).toMatchObject({ state: 'RUNNING' });
  expect(await start(3, day + 86_400_000)).toMatchObject({ state: 'RUNNING' });
});

test('a job larger than the whole limit does not begin on an unused day', async () => {
  const day = someDay();
  expect(await start(21, day)).toBe('all');
  expect(await start(20, day)).toMatchObject({ state: 'RUNNING' });
});

test('a repeated call finds its job, and counts once', async () => {
  const day = someDay();
  const operationId = unique();
  const first = await start(15, day, operationId);
  expect(await start(15, day, operationId)).toMatchObject({ jobId: (first as { jobId: string }).jobId });
  expect(await start(5, day)).toMatchObject({ state: 'RUNNING' });
  // Also when nothing more has room.
  expect(await start(15, day, operationId)).toMatchObject({ jobId: (first as { jobId: string }).jobId });
});
