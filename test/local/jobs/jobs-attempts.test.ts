// Attempts against the deployed tables: only one counts, and none after its job moved on to another run.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { dynamodb } from '../../../lambdas/shared/tables/dynamodb.ts';
import { invoke } from '../kit/aws.ts';
import { newPerson } from '../kit/client.ts';
import { type Attempts, attemptsHere } from './attempts.ts';
import { objectText, upload } from './jobs-world.ts';

let store: Attempts['store'];
let tasks: Attempts['tasks'];
let attempt: Attempts['attempt'];
let here: Attempts;
beforeAll(async () => {
  here = await attemptsHere();
  ({ store, tasks, attempt } = here);
});

const output = (key: string) => ({ key, bytes: 1, records: 1 });

async function newJob() {
  const { job } = await here.newJob();
  return { job, ...here.task(job, 0) };
}

describe('of attempts of one task', () => {
  test('begun at the same time one begins as the first, and the others read again', async () => {
    const { of, task } = await newJob();
    const begun = await Promise.all(['a', 'b', 'c', 'd'].map((id) => tasks.beginAttempt(of, task, 0, attempt(id))));
    expect([...begun].sort()).toEqual(['refused', 'refused', 'refused', 'written']);
    expect(await tasks.beginAttempt(of, task, 0, attempt('e'))).toBe('refused');
    expect(await tasks.beginAttempt(of, task, 1, attempt('e'))).toBe('written');
  });

  test('the first to commit counts, and what the others say later changes nothing', async () => {
    const { job, of, task } = await newJob();
    await tasks.beginAttempt(of, task, 0, attempt('a'));
    await tasks.beginAttempt(of, task, 1, attempt('b'));
    expect(await tasks.commitAttempt(of, 1, output('of b'), 5)).toBe('written');
    expect(await tasks.commitAttempt(of, 0, output('of a'), 6)).toBe('refused');
    expect(await tasks.beat(of, 0, 7, 7)).toBe('refused');
    expect(await tasks.failTask(of, task, 'too late')).toBe('refused');
    expect(await tasks.beginAttempt(of, task, 2, attempt('c'))).toBe('refused');
    await tasks.endAttempt(of, 0, 'LATE', 8);
    expect(await tasks.endAttempt(of, 1, 'FAILED', 9)).toBe(false);
    const [kept] = await tasks.tasksOf(job, 'map');
    expect(kept).toMatchObject({ state: 'DONE', output: output('of b') });
    expect(kept?.attempts.map(({ outcome }) => outcome)).toEqual(['LATE', 'DONE']);
  });

  test('none counts once its job is cancelled, or at another run', async () => {
    const { job, of, task } = await newJob();
    await tasks.beginAttempt(of, task, 0, attempt('a'));
    const next = await store.changeJob(job, { run: 2 });
    expect(await tasks.commitAttempt(of, 0, output('of a'), 5)).toBe('stopped');
    if (!next || next === 'quota') throw new Error('not changed');
    expect(await store.changeJob(next, { state: 'CANCELLING' })).toMatchObject({ state: 'CANCELLING' });
    const now = { ...of, run: 2 };
    expect(await tasks.commitAttempt(now, 0, output('of a'), 5)).toBe('stopped');
    expect(await tasks.beat(now, 0, 7, 7)).toBe('stopped');
    expect(await tasks.beginAttempt(now, task, 1, attempt('b'))).toBe('stopped');
    expect((await tasks.findTask(of))?.state).toBe('RUNNING');
  });
});

test('what an attempt wrote stays when it never hears that it counts', async () => {
  const { job, of, task } = await newJob();
  const { attempt } = await import('../../../lambdas/jobs/tasks/attempt-task.ts');
  dynamodb().middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      if (JSON.stringify(args.input).includes('].outcome = :done')) throw new Error('no answer came');
      return answer;
    },
    { step: 'initialize', name: 'lostCommit' },
  );
  const working = attempt({ ...of, ...task, alone: true }, job, async ({ blobs, partKey }) => {
    await blobs.write(partKey, Buffer.from('all of it'));
    return { key: partKey, bytes: 9, records: 1 };
  });
  await expect(working).rejects.toThrow('no answer came');
  dynamodb().middlewareStack.remove('lostCommit');
  const kept = await tasks.findTask(of);
  expect(kept?.state).toBe('DONE');
  expect(await objectText(kept?.output?.key ?? '')).toBe('all of it');
  await expect(attempt({ ...of, ...task, alone: true }, job, () => Promise.reject())).resolves.toBe('DONE');
});

test('a job that somebody changed meanwhile is not changed by what was decided on its former state', async () => {
  const { job } = await newJob();
  const ended = { state: 'FAILED', reason: 'why', endedAtMs: 5 } as const;
  expect(await store.changeJob(job, ended)).toMatchObject(ended);
  expect(await store.changeJob(job, { state: 'SUCCEEDED' })).toBeUndefined();
  const failed = await store.findJob(job.jobId);
  if (!failed) throw new Error('gone');
  const again = await store.changeJob(failed, {
    state: 'RUNNING',
    run: 2,
    reason: undefined,
    endedAtMs: undefined,
  });
  expect(again).toMatchObject({ state: 'RUNNING', run: 2 });
  const kept = await store.findJob(job.jobId);
  expect(kept).toMatchObject({ state: 'RUNNING', run: 2 });
  expect(kept).not.toHaveProperty('reason');
  expect(await store.openJobs(job.createdAtMs + 1000, 100)).toContain(job.jobId);
});

describe('a task that somebody is at', () => {
  const planned = { map: { tasks: 3, bytes: 30, startedAtMs: 1 } };

  /** Two of three tasks are done in a second each; a live worker began the third `agoMs` ago. */
  async function thirdBegun(agoMs: number) {
    const { job, task } = await newJob();
    await store.changeJob(job, { phases: planned });
    const of = (index: number) => here.task(job, index).of;
    for (const index of [0, 1]) {
      await tasks.beginAttempt(of(index), { ...task, index }, 0, { ...attempt('a'), startedAtMs: Date.now() - 1000 });
      await tasks.commitAttempt(of(index), 0, output('k'), Date.now());
    }
    const nowMs = Date.now();
    const slow = { id: 'slow', run: 1, startedAtMs: nowMs - agoMs, beatAtMs: nowMs, bytes: 0 };
    await tasks.beginAttempt(of(2), { ...task, index: 2 }, 0, slow);
    const person = await newPerson();
    const uploadId = await upload(person, 'a.txt', 'one two two\n');
    const key = `uploads/${person.userId}/${uploadId}/a.txt`;
    const split = { index: 2, pieces: [{ key, from: 0, to: 12, size: 12 }] };
    const item = { taskId: 'map-00002', phase: 'map', index: 2, bytes: 12, work: { split } };
    const call = () => invoke('jobs/run-task', { jobId: job.jobId, run: 1, retries: 0, item });
    const end = async () => {
      const now = await store.findJob(job.jobId);
      if (now) await store.changeJob(now, { state: 'CANCELLING' });
    };
    return { of: of(2), call, end };
  }

  test('is done by a second attempt when it straggles, and the first is late', async () => {
    const { of, call, end } = await thirdBegun(60_000);
    expect(await call()).toEqual({ outcome: 'DONE' });
    const done = await tasks.findTask(of);
    expect(done?.attempts.map(({ outcome }) => outcome)).toEqual([undefined, 'DONE']);
    expect(await objectText(done?.output?.key ?? '')).not.toBe('');
    expect(await tasks.commitAttempt(of, 0, output('of the slow one'), Date.now())).toBe('refused');
    await end();
  }, 60_000);

  test('is waited for when it does not, and not begun at all once its job is cancelled', async () => {
    const { of, call, end } = await thirdBegun(0);
    const calling = call();
    const early = await Promise.race([calling, new Promise((resolve) => setTimeout(resolve, 3000, 'waits'))]);
    expect(early).toBe('waits');
    await end();
    expect(await calling).toEqual({ outcome: 'STOPPED' });
    expect((await tasks.findTask(of))?.attempts).toHaveLength(1);
  }, 60_000);
});
