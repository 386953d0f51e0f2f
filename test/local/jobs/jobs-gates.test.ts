// The gates of jobs against the deployed tables: each shard of a job shuts with it, and costs the same for any job.

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { tables } from '../../../lambdas/jobs/resources.ts';
import { dynamodb } from '../../../lambdas/shared/tables/dynamodb.ts';
import { itemOf } from '../../../lambdas/shared/tables/item.ts';
import { invoke } from '../kit/aws.ts';
import { eventually, unique } from '../kit/client.ts';
import type { Units } from '../kit/units.ts';
import { type Attempts, attemptsHere } from './attempts.ts';

let here: Attempts;
let counted: (work: () => Promise<unknown>) => Promise<Units>;
beforeAll(async () => {
  here = await attemptsHere();
  // Its client reads the environment at once.
  ({ counted } = await import('../kit/units.ts'));
});

const SHARDS = 3;
/** A task of each shard has begun, and its worker is alive. */
async function begun() {
  const wish = { kind: 'word-count', input: { sample: 'words' }, options: { splitBytes: 1024 } } as const;
  const { job } = await here.newJob(wish, SHARDS * 32 * 1024);
  expect(job.shards).toBe(SHARDS);
  const all = Array.from({ length: SHARDS }, (_, index) => here.task(job, index));
  for (const { of, task } of all) expect(await here.tasks.beginAttempt(of, task, 0, here.attempt('a'))).toBe('written');
  return { job, all };
}

describe('no task of any shard counts', () => {
  test.each([
    ['is cancelled', { state: 'CANCELLING', run: 2 }],
    ['is in another run', { run: 2 }],
    ['has failed', { state: 'FAILED', endedAtMs: 5 }],
    ['has succeeded', { state: 'SUCCEEDED', endedAtMs: 5 }],
  ] as const)('once its job %s', async (_, change) => {
    const { job, all } = await begun();
    for (const { of } of all) expect(await here.tasks.beat(of, 0, 1, Date.now())).toBe('written');
    expect(await here.store.changeJob(job, change)).toMatchObject(change);
    const output = { key: 'k', bytes: 1, records: 1 };
    for (const { of, task } of all) {
      expect(await here.tasks.beat(of, 0, 7, 7)).toBe('stopped');
      expect(await here.tasks.commitAttempt(of, 0, output, 5)).toBe('stopped');
      expect(await here.tasks.failTask(of, task, 'late')).toBe('stopped');
      expect(await here.tasks.beginAttempt(of, task, 1, here.attempt('b'))).toBe('stopped');
    }
    const kept = await here.tasks.tasksOf(job, 'map');
    expect(kept.map(({ index, state, attempts }) => [index, state, attempts.length])).toEqual(
      all.map((__, index) => [index, 'RUNNING', 1]),
    );
  });

  test('once its cancelled job begins to clean up, though whoever cancelled it died before it shut a gate', async () => {
    const { job, all } = await begun();
    await dynamodb().send(
      new UpdateCommand({
        ...itemOf(tables.jobs, { jobId: job.jobId }),
        UpdateExpression: 'SET #state = :state, #run = :run',
        ExpressionAttributeNames: { '#state': 'state', '#run': 'run' },
        ExpressionAttributeValues: { ':state': 'CANCELLING', ':run': 2 },
      }),
    );
    for (const { of } of all) expect(await here.tasks.beat(of, 0, 1, Date.now())).toBe('written');
    const cleaning = invoke('jobs/advance-job', { jobId: job.jobId, run: 2, correlationId: 'c' });
    for (const { of } of all)
      await eventually(
        () => here.tasks.beat(of, 0, 2, Date.now()),
        (said) => said === 'stopped',
      );
    expect(await cleaning).toEqual({ outcome: 'ENDED' });
    expect((await here.store.findJob(job.jobId))?.state).toBe('CANCELLED');
  }, 60_000);
});

test('a retry opens each shard for its run, and for none before', async () => {
  const { job, all } = await begun();
  const failed = await here.store.changeJob(job, { state: 'FAILED', endedAtMs: 5 });
  if (!failed || failed === 'quota') throw new Error('not failed');
  const again = await here.store.changeJob(failed, { state: 'RUNNING', run: 2, endedAtMs: undefined });
  expect(again).toMatchObject({ state: 'RUNNING', run: 2 });
  for (const { of, task } of all) {
    expect(await here.tasks.beat(of, 0, 7, 7)).toBe('stopped');
    expect(await here.tasks.beginAttempt({ ...of, run: 2 }, task, 1, here.attempt('b'))).toBe('written');
  }
});

test('a job that is gone leaves no gate, and nobody makes one anew', async () => {
  const { job, all } = await begun();
  await here.store.removeJob(job);
  const { takeGates } = await import('../../../lambdas/jobs/tasks/gate-store.ts');
  await takeGates({ ...job, run: 9 });
  for (let shard = 0; shard < SHARDS; shard += 1)
    expect(await here.store.findJob(`${job.jobId}#${shard}`)).toBeUndefined();
  for (const { of } of all) expect(await here.tasks.beat(of, 0, 7, 7)).toBe('stopped');
});

test('a job of an older version, which came without a gate, has one from its next step on', async () => {
  const { job } = await here.newJob();
  const { shards: _, ...old } = { ...job, jobId: `old${unique()}` };
  const { of, task } = here.task(old, 0);
  expect(await here.tasks.beginAttempt(of, task, 0, here.attempt('a'))).toBe('stopped');
  const { takeGates } = await import('../../../lambdas/jobs/tasks/gate-store.ts');
  await takeGates(old);
  expect(await here.tasks.beginAttempt(of, task, 0, here.attempt('a'))).toBe('written');
});

test('an attempt costs the same four units a write for a job over a thousand uploads as for one over none', async () => {
  const uploadIds = Array.from({ length: 1000 }, () => unique().replaceAll('-', '').slice(0, 20));
  const output = {
    key: `work/${uploadIds[0]}/map-00000/${uploadIds[1]}`,
    bytes: 1_150_000,
    records: 900_000,
    offsets: Array.from({ length: 65 }, (_, p) => 1_150_000 - 64 + p),
  };
  for (const input of [{ sample: 'words' }, { uploadIds }] as const) {
    const { job } = await here.newJob({ kind: 'word-count', input });
    const { of, task } = here.task(job, 0);
    const writes = [
      () => here.tasks.beginAttempt(of, task, 0, here.attempt(unique())),
      () => here.tasks.beat(of, 0, 1, Date.now()),
      () => here.tasks.commitAttempt(of, 0, output, Date.now()),
    ];
    for (const write of writes) expect(await counted(write)).toMatchObject({ calls: 1, write: 4 });
  }
});
