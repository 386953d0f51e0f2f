// Parts of a job die, hang, run twice, are cancelled or lose the emulator: each result equals that of one process.
// @takes 230 s
import { beforeAll, expect, test } from '@jest/globals';
import { act, ended, getJob, objectsOf, objectText, started, tasksOf } from '../../local/jobs/jobs-world.ts';
import { invoke } from '../../local/kit/aws.ts';
import { bounded, eventually } from '../../local/kit/client.ts';
import { arm, disarm, pause } from '../kit/arm.ts';
import { emulatorUnderTest } from '../kit/environment.ts';
import { Counting, partitioners } from './counting.ts';

const KILLS = ['kill-before', 'kill-after'] as const;

let counting: Counting;
beforeAll(async () => {
  counting = await Counting.open();
}, 60_000);

test.each(partitioners)(
  'a job is right, wherever it dies: by %s, every task killed once, then twice, as it writes or when it has written',
  async (partitioner) => {
    const first = await started(counting.owner, counting.many(partitioner));
    const undisturbed = await counting.expectRight(first);
    // The same request has the same tasks, and the keys of an attempt's output contain its task.
    const taskIds = (await tasksOf(counting.owner, first)).map(({ taskId }) => taskId);
    expect(taskIds.length).toBeGreaterThan(7);
    for (const times of [1, 2]) {
      const faults = taskIds.flatMap((taskId, i) =>
        Array.from({ length: times }, (_, n) => ({
          call: 1,
          kind: KILLS[(i + n) % 2] ?? 'kill-before',
          at: `/${taskId}`,
        })),
      );
      const armed = arm('jobs/run-task', ...faults);
      const jobId = await started(counting.owner, counting.many(partitioner));
      expect(await counting.expectRight(jobId, 180_000)).toEqual(undisturbed);
      disarm();
      expect(armed.fired()).toHaveLength(taskIds.length * times);
      const tasks = await tasksOf(counting.owner, jobId);
      expect(tasks.filter(({ attempts }) => attempts.length <= times)).toEqual([]);
    }
  },
  600_000,
);

test('a mapper of a job by each partitioner sleeps: another attempt does it, and it changes nothing when it wakes up', async () => {
  const asleep = 'map-00000';
  const armed = arm('jobs/run-task', ...partitioners.map(() => ({ call: 1, kind: 'stop' as const, at: `/${asleep}` })));
  const jobIds = await Promise.all(
    partitioners.map((partitioner) => started(counting.owner, counting.many(partitioner))),
  );
  const parts = await Promise.all(jobIds.map((jobId) => counting.expectRight(jobId, 120_000)));
  const fired = armed.fired();
  disarm();
  expect(jobIds.filter((jobId) => !fired.some(({ target }) => target.includes(jobId)))).toEqual([]);
  for (const { pid } of fired) process.kill(pid, 'SIGCONT');
  await pause(5000);
  const lost: number[] = [];
  for (const [i, jobId] of jobIds.entries()) {
    expect(await counting.expectRight(jobId)).toEqual(parts[i]);
    const slept = (await tasksOf(counting.owner, jobId)).find(({ taskId }) => taskId === asleep);
    expect(slept?.attempts.map(({ outcome }) => outcome === 'DONE')).toEqual([false, true]);
    const [first, second] = (slept?.attempts ?? []).map(({ startedAt }) => Date.parse(startedAt));
    lost.push((second ?? 0) - (first ?? 0));
  }
  // A call is left to itself after 6 s, and its attempt is late after 5, where nobody else works.
  expect(Math.max(...lost)).toBeLessThan(15_000);
}, 240_000);

test.each(partitioners)(
  'by %s, every task delivered three times is one task',
  async (partitioner) => {
    const jobId = await started(counting.owner, {
      ...counting.many(partitioner),
      options: { splitBytes: 1024 },
      partitions: 16,
    });
    const again = new Map<string, Promise<unknown>>();
    while ((await getJob(counting.owner, jobId)).state === 'RUNNING')
      for (const phase of ['map', 'merge', 'reduce'].filter((one) => !again.has(one))) {
        const list = await objectText(`work/${jobId}/${phase}.json`).catch(() => undefined);
        if (!list) continue;
        const items = JSON.parse(list) as object[];
        const deliver = (item: object) => invoke('jobs/run-task', { jobId, run: 1, retries: 0, item });
        again.set(phase, bounded(4, [...items, ...items], deliver));
      }
    await Promise.all(again.values());
    expect(again.size).toBeGreaterThan(1);
    await counting.expectRight(jobId);
  },
  180_000,
);

test('a job cancelled while its tasks die leaves nothing', async () => {
  arm('jobs/run-task', { call: 4, kind: 'kill-after' }, { call: 5, kind: 'kill-after' });
  const jobId = await started(counting.owner, { ...counting.few(), options: { splitBytes: 1024 } });
  await eventually(
    () => getJob(counting.owner, jobId),
    ({ phases }) => (phases[0]?.attempts ?? 0) > 2,
  );
  expect((await act(counting.owner, jobId, 'cancel')).status).toBe(202);
  expect(await ended(counting.owner, jobId)).toMatchObject({ state: 'CANCELLED' });
  disarm();
  await pause(3000);
  expect(await objectsOf(jobId)).toEqual([]);
}, 120_000);

test('a restart with jobs under way: each goes on where it was, and is right', async () => {
  const emulator = emulatorUnderTest();
  const jobIds = await bounded(3, [1, 2, 3], () =>
    started(counting.owner, { ...counting.few(), options: { splitBytes: 1024 } }),
  );
  await eventually(
    () => getJob(counting.owner, jobIds[0] ?? ''),
    ({ phases }) => (phases[0]?.tasks.done ?? 0) > 0,
  );
  await emulator.stop();
  await emulator.start();
  for (const jobId of jobIds) await counting.expectRight(jobId, 150_000);
}, 400_000);
