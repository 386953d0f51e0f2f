// Other ends of a job: failed by a task and retried, cancelled, deleted, lost and recovered.
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { bindings, quotas } from '../../../lambdas/jobs/contract.ts';
import { bound, invoke } from '../kit/aws.ts';
import { ask, eventually, newPerson, type Person, root } from '../kit/client.ts';
import {
  act,
  countWords,
  ended,
  getJob,
  linesOf,
  objectsOf,
  overwrite,
  resultOf,
  someText,
  start,
  started,
  tasksOf,
  upload,
} from './jobs-world.ts';

const logLine = (path: string): string => `10.0.0.1 - - [22/Nov/2026:08:00:00 +0000] "GET ${path} HTTP/1.1" 200 512\n`;
const goodLog = Array.from({ length: 50 }, (_, i) => logLine(`/${i % 5}`)).join('');
const noLine = 'no log line at all';
const badLog = `${logLine('/0')}${noLine}\n${logLine('/1')}`;

let owner: Person;
beforeAll(async () => {
  owner = await newPerson();
});

const forget = (person: Person, jobId: string) =>
  ask('DELETE', `/api/jobs/${jobId}`, { token: person.token, direct: true });

describe('a record that cannot be read', () => {
  const files = async (person: Person) =>
    Promise.all([
      upload(person, 'good.log', goodLog),
      upload(person, 'bad.log', badLog),
      upload(person, 'fine.log', goodLog),
    ]);

  test('fails its task alone, by name and reason, and nothing is there to see; a retry runs that task only', async () => {
    const uploadIds = await files(owner);
    const wish = { kind: 'log-analysis', input: { uploadIds }, options: { splitBytes: goodLog.length }, partitions: 2 };
    const jobId = await started(owner, wish);
    const job = await ended(owner, jobId);
    expect(job).toMatchObject({ state: 'FAILED', reason: expect.stringMatching(/^map-00001: bad\.log at byte 68/) });
    const tasks = await tasksOf(owner, jobId);
    expect(tasks.map(({ state, attempts }) => [state, attempts.length])).toEqual([
      ['DONE', 1],
      ['FAILED', 1],
      ['DONE', 1],
    ]);
    expect((await objectsOf(jobId)).filter((key) => key.startsWith('results/'))).toEqual([]);
    const refused = await ask('GET', `/api/jobs/${jobId}/result`, { token: owner.token, direct: true });
    expect([refused.status, refused.body.code]).toEqual([409, 'JOB_NOT_DONE']);

    const poison = { policy: 'skip', upTo: 1 };
    expect((await act(owner, jobId, 'retry', { poison })).status).toBe(202);
    expect(await ended(owner, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    const after = (await tasksOf(owner, jobId)).filter(({ phase }) => phase === 'map');
    expect(after.map(({ state, attempts }) => [state, attempts.length])).toEqual([
      ['DONE', 1],
      ['DONE', 2],
      ['DONE', 1],
    ]);
    expect(after[1]?.attempts.map(({ outcome }) => outcome)).toEqual(['FAILED', 'DONE']);
  });

  test('is not mended by another file in its place: a job reads one version of its uploads', async () => {
    const uploadId = await upload(owner, 'bad.log', badLog);
    const wish = { kind: 'log-analysis', input: { uploadIds: [uploadId, await upload(owner, 'good.log', goodLog)] } };
    const jobId = await started(owner, { ...wish, options: { splitBytes: goodLog.length } });
    expect(await ended(owner, jobId)).toMatchObject({ state: 'FAILED' });
    await overwrite(owner, uploadId, 'bad.log', badLog.replace(noLine, ' '.repeat(noLine.length)));
    expect((await act(owner, jobId, 'retry')).status).toBe(202);
    expect(await ended(owner, jobId)).toMatchObject({
      state: 'FAILED',
      reason: expect.stringMatching(/^map-00000: bad\.log was replaced after the job began/),
    });
    expect(await ended(owner, await started(owner, wish))).toMatchObject({ state: 'SUCCEEDED' });
  });

  test('is left out and listed under the policy to skip, up to so many', async () => {
    const uploadIds = await files(owner);
    const options = { splitBytes: goodLog.length, poison: { policy: 'skip', upTo: 1 } };
    const jobId = await started(owner, { kind: 'log-analysis', input: { uploadIds }, options });
    expect(await ended(owner, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    const { skipped } = await resultOf(owner, jobId);
    expect(skipped).toEqual([{ file: 'bad.log', offset: 68, reason: expect.any(String) }]);
  });

  test('counts for the whole job: two tasks that skip one each are too many for a policy of one', async () => {
    const text = badLog + goodLog;
    const uploadIds = [await upload(owner, 'bad.log', text), await upload(owner, 'worse.log', text)];
    const poison = { policy: 'skip', upTo: 1 };
    const options = { splitBytes: text.length, poison };
    const jobId = await started(owner, { kind: 'log-analysis', input: { uploadIds }, options });
    const reason = '2 records cannot be read, and 1 may be skipped';
    expect(await ended(owner, jobId)).toMatchObject({ state: 'FAILED', reason });
    expect((await objectsOf(jobId)).filter((key) => key.startsWith('results/'))).toEqual([]);
    expect((await act(owner, jobId, 'retry', { poison: { ...poison, upTo: 2 } })).status).toBe(202);
    expect(await ended(owner, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    expect((await resultOf(owner, jobId)).skipped).toHaveLength(2);
  });
});

test('a job over an upload that never came fails by its name', async () => {
  const announced = await ask('POST', '/api/jobs/uploads', {
    token: owner.token,
    body: { filename: 'never.txt', sizeBytes: 5 },
  });
  const jobId = await started(owner, { kind: 'word-count', input: { uploadIds: [announced.body.uploadId] } });
  expect(await ended(owner, jobId)).toMatchObject({ state: 'FAILED', reason: expect.stringContaining('never.txt') });
});

/** A running job of over a hundred tasks, of which some are done. */
async function underWay(person: Person): Promise<{ jobId: string; text: string }> {
  const text = someText(4000, 7);
  const uploadIds = [await upload(person, 'long.txt', text)];
  const jobId = await started(person, { kind: 'word-count', input: { uploadIds }, options: { splitBytes: 1024 } });
  await eventually(
    () => getJob(person, jobId),
    ({ phases }) => (phases[0]?.tasks.done ?? 0) > 2,
  );
  return { jobId, text };
}

describe('a job under way', () => {
  test('that is cancelled leaves no task at work and no object, and cannot be cancelled into anything else', async () => {
    const { jobId } = await underWay(owner);
    const answers = await Promise.all([1, 2, 3].map(() => act(owner, jobId, 'cancel')));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await ended(owner, jobId)).toMatchObject({ state: 'CANCELLED' });
    expect(await objectsOf(jobId)).toEqual([]);
    const open = (await tasksOf(owner, jobId)).flatMap(({ attempts }) =>
      attempts.filter(({ endedAt }) => endedAt === null),
    );
    expect(open).toEqual([]);
    // Children of the execution may still start; they do nothing.
    const before = await tasksOf(owner, jobId);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await objectsOf(jobId)).toEqual([]);
    expect(await tasksOf(owner, jobId)).toEqual(before);
    expect((await act(owner, jobId, 'retry')).body.code).toBe('JOB_NOT_FAILED');
  });

  test('cannot be deleted; at its end it can, with all its data', async () => {
    const { jobId } = await underWay(owner);
    expect((await forget(owner, jobId)).body.code).toBe('JOB_NOT_ENDED');
    expect(await ended(owner, jobId, 90_000)).toMatchObject({ state: 'SUCCEEDED' });
    expect((await act(owner, jobId, 'cancel')).body.code).toBe('JOB_NOT_RUNNING');
    expect((await forget(owner, jobId)).status).toBe(204);
    expect((await getJob(owner, jobId)) as object).toMatchObject({ code: 'NOT_FOUND' });
    const left = await eventually(
      () => objectsOf(jobId),
      (keys) => keys.length === 0,
    );
    expect(left).toEqual([]);
  }, 120_000);

  test('whose execution is lost is taken up by the reconciler where it was, and is right', async () => {
    const { jobId, text } = await underWay(owner);
    const machine = await bound('jobs/reconcile', bindings.machineArn);
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${jobId}-1`;
    await new SFNClient(root).send(new StopExecutionCommand({ executionArn }));
    // The event of its end also calls it.
    const outcome = await invoke('jobs/reconcile', { jobId });
    expect([{ restarted: 1 }, { running: 1 }]).toContainEqual(outcome);
    expect(await ended(owner, jobId, 90_000)).toMatchObject({ state: 'SUCCEEDED' });
    expect(linesOf((await resultOf(owner, jobId)).texts)).toEqual(countWords(text));
    expect(await invoke('jobs/reconcile', { jobId })).toEqual({ ended: 1 });
  }, 120_000);
});

test('a user has a limited number of running jobs, until one of them ends', async () => {
  const person = await newPerson();
  const uploadIds = [await upload(person, 'long.txt', someText(3000))];
  const wish = { kind: 'word-count', input: { uploadIds }, options: { splitBytes: 1024 } };
  const answers = [];
  for (let i = 0; i <= quotas.activeJobs; i += 1) answers.push(await start(person, wish));
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 429]);
  expect(answers.at(-1)?.body.code).toBe('TOO_MANY_JOBS');
  expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
  const jobIds = answers.slice(0, -1).map(({ body }) => String(body.jobId));
  for (const jobId of jobIds) await act(person, jobId, 'cancel');
  for (const jobId of jobIds) expect(await ended(person, jobId)).toMatchObject({ state: 'CANCELLED' });
  const next = await start(person, { kind: 'word-count', input: { sample: 'words' } });
  expect(next.status).toBe(202);
  await act(person, next.body.jobId, 'cancel');
}, 120_000);
