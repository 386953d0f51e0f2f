// Parts of a job crash at every point, hang, run twice or lose the emulator: each result equals that of one process.
// @takes 330 s
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  act,
  countWords,
  ended,
  getJob,
  linesOf,
  objectsOf,
  objectText,
  resultOf,
  someText,
  start,
  started,
  tasksOf,
  upload,
} from '../local/jobs/jobs-world.ts';
import { invoke } from '../local/kit/aws.ts';
import { bounded, eventually, newPerson, type Person, unique } from '../local/kit/client.ts';
import { emulatorUnderTest } from './environment.ts';
import { arm, disarm, meetEach, pause } from './kit.ts';

const KILLS = ['kill-before', 'kill-after'] as const;
const partitioners = ['hash', 'range', 'round-robin'] as const;
const text = someText(300);
const counted = countWords(text);
let owner: Person;
let uploadIds: string[];
beforeAll(async () => {
  owner = await newPerson();
  uploadIds = [await upload(owner, 'text.txt', text)];
}, 60_000);

/** Few tasks, so that each call of each task is a fault point. */
const wish = () => ({ kind: 'word-count', input: { uploadIds }, partitions: 1 });
/** Several tasks of each phase. */
const many = (partitioner: (typeof partitioners)[number]) => ({
  ...wish(),
  partitioner,
  partitions: 3,
  options: { splitBytes: 2048 },
});

/** Checks the result and returns its parts. */
async function expectRight(jobId: string, timeoutMs = 60_000): Promise<readonly string[]> {
  expect(await ended(owner, jobId, timeoutMs)).toMatchObject({ state: 'SUCCEEDED' });
  const { texts, parts } = await resultOf(owner, jobId);
  expect(linesOf(texts)).toEqual(counted);
  // Crashed and late attempts leave nothing behind.
  const left = await eventually(
    () => objectsOf(jobId),
    (keys) => keys.length === parts.length + 1,
  );
  expect(left).toHaveLength(parts.length + 1);
  return texts;
}

/** Retries with the same key until there is an answer, as a client should. */
async function startUntilTaken(): Promise<string> {
  const key = unique();
  const { status, body } = await eventually(
    () => start(owner, wish(), key).catch(() => ({ status: 0, body: undefined })),
    (answer) => answer.status === 202 || (answer.status < 500 && answer.body?.code !== 'IDEMPOTENCY_IN_FLIGHT'),
    45_000,
  );
  if (status !== 202) throw new Error(`refused: ${status} ${JSON.stringify(body)}`);
  return String(body.jobId);
}

describe('a job is right, wherever it dies:', () => {
  test.each(['jobs/run-task', 'jobs/advance-job'])(
    '%s, before and after each of its calls',
    async (functionId) => {
      const points = await meetEach(functionId, KILLS, async () => expectRight(await started(owner, wish())));
      expect(points).toBeGreaterThan(10);
    },
    900_000,
  );

  test('jobs/http, which started it: asked again with the same key it is one job', async () => {
    await meetEach('jobs/http', KILLS, async () => {
      const jobId = await startUntilTaken();
      disarm();
      await expectRight(jobId);
    });
  }, 900_000);

  test.each(partitioners)(
    'by %s, every task killed once, then twice, as it writes or when it has written',
    async (partitioner) => {
      const first = await started(owner, many(partitioner));
      const undisturbed = await expectRight(first);
      // The same request has the same tasks, and the keys of an attempt's output contain its task.
      const taskIds = (await tasksOf(owner, first)).map(({ taskId }) => taskId);
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
        const jobId = await started(owner, many(partitioner));
        expect(await expectRight(jobId, 180_000)).toEqual(undisturbed);
        disarm();
        expect(armed.fired()).toHaveLength(taskIds.length * times);
        const tasks = await tasksOf(owner, jobId);
        expect(tasks.filter(({ attempts }) => attempts.length <= times)).toEqual([]);
      }
    },
    600_000,
  );
});

test('a mapper of a job by each partitioner sleeps: another attempt does it, and it changes nothing when it wakes up', async () => {
  const asleep = 'map-00000';
  const armed = arm('jobs/run-task', ...partitioners.map(() => ({ call: 1, kind: 'stop' as const, at: `/${asleep}` })));
  const jobIds = await Promise.all(partitioners.map((partitioner) => started(owner, many(partitioner))));
  const parts = await Promise.all(jobIds.map((jobId) => expectRight(jobId, 120_000)));
  const fired = armed.fired();
  disarm();
  expect(jobIds.filter((jobId) => !fired.some(({ target }) => target.includes(jobId)))).toEqual([]);
  for (const { pid } of fired) process.kill(pid, 'SIGCONT');
  await pause(5000);
  for (const [i, jobId] of jobIds.entries()) {
    expect(await expectRight(jobId)).toEqual(parts[i]);
    const slept = (await tasksOf(owner, jobId)).find(({ taskId }) => taskId === asleep);
    expect(slept?.attempts.map(({ outcome }) => outcome === 'DONE')).toEqual([false, true]);
  }
}, 240_000);

test.each(partitioners)(
  'by %s, every task delivered three times is one task',
  async (partitioner) => {
    const jobId = await started(owner, { ...many(partitioner), options: { splitBytes: 1024 }, partitions: 16 });
    const again = new Map<string, Promise<unknown>>();
    while ((await getJob(owner, jobId)).state === 'RUNNING')
      for (const phase of ['map', 'merge', 'reduce'].filter((one) => !again.has(one))) {
        const list = await objectText(`work/${jobId}/${phase}.json`).catch(() => undefined);
        if (!list) continue;
        const items = JSON.parse(list) as object[];
        const deliver = (item: object) => invoke('jobs/run-task', { jobId, run: 1, retries: 0, item });
        again.set(phase, bounded(4, [...items, ...items], deliver));
      }
    await Promise.all(again.values());
    expect(again.size).toBeGreaterThan(1);
    await expectRight(jobId);
  },
  180_000,
);

test('a job cancelled while its tasks die leaves nothing', async () => {
  arm('jobs/run-task', { call: 4, kind: 'kill-after' }, { call: 5, kind: 'kill-after' });
  const jobId = await started(owner, { ...wish(), options: { splitBytes: 1024 } });
  await eventually(
    () => getJob(owner, jobId),
    ({ phases }) => (phases[0]?.attempts ?? 0) > 2,
  );
  expect((await act(owner, jobId, 'cancel')).status).toBe(202);
  expect(await ended(owner, jobId)).toMatchObject({ state: 'CANCELLED' });
  disarm();
  await pause(3000);
  expect(await objectsOf(jobId)).toEqual([]);
}, 120_000);

test('a restart with jobs under way: each goes on where it was, and is right', async () => {
  const emulator = emulatorUnderTest();
  const jobIds = await bounded(3, [1, 2, 3], () => started(owner, { ...wish(), options: { splitBytes: 1024 } }));
  await eventually(
    () => getJob(owner, jobIds[0] ?? ''),
    ({ phases }) => (phases[0]?.tasks.done ?? 0) > 0,
  );
  await emulator.stop();
  await emulator.start();
  for (const jobId of jobIds) await expectRight(jobId, 150_000);
}, 400_000);
