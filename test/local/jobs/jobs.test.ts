// MapReduce jobs over HTTP: correct with every partitioner, observable while they run, cancelled on request.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ask, newPerson, type Person, unique } from '../kit/client.ts';
import {
  countWords,
  ended,
  getJob,
  linesOf,
  objectsOf,
  resultOf,
  someText,
  start,
  started,
  tasksOf,
  upload,
} from './jobs-world.ts';

let owner: Person;
let text: string;
let uploadIds: string[];
beforeAll(async () => {
  owner = await newPerson();
  text = someText(6000);
  const half = text.indexOf('\n', text.length / 2) + 1;
  uploadIds = await Promise.all([
    upload(owner, 'a.txt', text.slice(0, half)),
    upload(owner, 'b.txt', text.slice(half)),
  ]);
});

describe('a job', () => {
  test.each(['hash', 'range', 'round-robin'])('by %s counts what one process counts', async (partitioner) => {
    const wish = { kind: 'word-count', input: { uploadIds }, partitioner, partitions: 3 };
    const jobId = await started(owner, { ...wish, options: { splitBytes: 60_000 } });
    const job = await ended(owner, jobId);
    expect(job).toMatchObject({ state: 'SUCCEEDED', partitions: 3, partitioner });
    const { texts, parts, records } = await resultOf(owner, jobId);
    expect(linesOf(texts)).toEqual(countWords(text));
    expect({ parts: parts.length, records }).toEqual({ parts: 3, records: countWords(text).length });
    if (partitioner === 'range') {
      const lines = texts.flatMap((part) => part.split('\n').filter(Boolean));
      expect(lines).toEqual(linesOf(texts));
    }
    // Every task is done by one attempt, and no intermediate files are left.
    const tasks = await tasksOf(owner, jobId);
    expect(tasks.filter(({ phase }) => phase === 'map').length).toBeGreaterThan(2);
    expect(tasks.filter(({ state, attempts }) => state !== 'DONE' || attempts.length !== 1)).toEqual([]);
    const left = await objectsOf(jobId);
    expect(left.filter((key) => key.startsWith('work/'))).toEqual([]);
    expect(left.length).toBe(parts.length + 1);
  });

  test('says how far each phase is, and at its end that all is done', async () => {
    const jobId = await started(owner, { kind: 'word-count', input: { uploadIds }, options: { splitBytes: 20_000 } });
    const seen = [await getJob(owner, jobId)];
    while (seen.at(-1)?.state === 'RUNNING') seen.push(await getJob(owner, jobId));
    // The number of finished bytes only grows.
    const done = seen.map(({ phases }) => phases.find(({ phase }) => phase === 'map')?.bytes.done ?? 0);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    const job = seen.at(-1);
    expect(job?.phases.map(({ phase }) => phase)).toEqual(['map', 'merge', 'reduce']);
    for (const { tasks, bytes, etaSeconds, attempts } of job?.phases ?? []) {
      expect(tasks).toEqual({ total: tasks.total, running: 0, done: tasks.total, failed: 0 });
      expect({ bytes: bytes.done, etaSeconds, attempts }).toEqual({
        bytes: bytes.total,
        etaSeconds: 0,
        attempts: tasks.total,
      });
    }
    expect(job?.phases[0]?.bytes.total).toBe(text.length);
  });

  test.each([
    ['word-count', 'words'],
    ['inverted-index', 'documents'],
    ['log-analysis', 'access-log'],
  ])('of kind %s runs over the sample %s', async (kind, sample) => {
    const jobId = await started(owner, { kind, input: { sample } });
    expect(await ended(owner, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    const { preview, records } = await resultOf(owner, jobId);
    expect(preview.length).toBeGreaterThan(3);
    expect(records).toBeGreaterThan(10);
  });

  test('of empty files has an empty result', async () => {
    const empty = await upload(owner, 'empty.txt', '');
    const jobId = await started(owner, { kind: 'word-count', input: { uploadIds: [empty] } });
    expect(await ended(owner, jobId)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await resultOf(owner, jobId)).toMatchObject({ records: 0, bytes: 0, preview: [] });
  });

  test('asked for again with its key is one job, and stands in the list', async () => {
    const [key, wish] = [unique(), { kind: 'word-count', input: { sample: 'words' } }];
    const answers = [await start(owner, wish, key), await start(owner, wish, key)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    await ended(owner, answers[0]?.body.jobId);
    const { body } = await ask('GET', '/api/jobs?limit=2', { token: owner.token, direct: true });
    expect(body.items.map(({ jobId }: { jobId: string }) => jobId)).toContain(answers[0]?.body.jobId);
    expect(body.items).toHaveLength(2);
    const next = await ask('GET', `/api/jobs?cursor=${body.cursor}`, { token: owner.token, direct: true });
    expect(next.body.items.length).toBeGreaterThan(1);
  });

  test('of another user is not there, nor are their uploads', async () => {
    const [other, jobId] = [await newPerson(), await started(owner, { kind: 'word-count', input: { uploadIds } })];
    await ended(owner, jobId);
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/tasks'],
      ['GET', '/result'],
      ['POST', '/cancel'],
      ['DELETE', ''],
    ] as const) {
      const { body } = await ask(method, `/api/jobs/${jobId}${path}`, { token: other.token, direct: true });
      expect(body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    expect((await ask('GET', '/api/jobs', { token: other.token })).body).toEqual({ items: [] });
    const stolen = await start(other, { kind: 'word-count', input: { uploadIds } });
    expect([stolen.status, stolen.body.code]).toEqual([400, 'UPLOAD_UNKNOWN']);
  });
});
