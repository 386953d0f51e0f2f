import { expect, test } from '@jest/globals';
import { kindNames } from './contract.ts';
import { kindNames as computed } from './core/kinds.ts';
import { idOf, keysOf, newJob, openRunOf, optionsOf, shardsFor, shardsOf, splitBytesOf, summaryOf } from './job.ts';

const MB = 2 ** 20;
const call = { nowMs: 1000, operationId: 'operation', correlationId: 'c' };

test('a job has the id of its operation, and what its owner left open is filled in', () => {
  const job = newJob('u', { kind: 'word-count', input: { sample: 'words' } }, call);
  expect(job).toMatchObject({ partitions: 4, partitioner: 'hash', poison: { policy: 'fail' }, run: 1 });
  expect(optionsOf(job)).toEqual({});
  const options = { durationUnit: 'us' as const };
  const timed = newJob('u', { kind: 'log-analysis', input: { sample: 'access-log' }, options }, call);
  expect(optionsOf(timed)).toEqual(options);
  expect(job.jobId).toBe(idOf('job', 'operation'));
  expect(job.jobId).toMatch(/^[0-9a-f]{20}$/);
  expect(idOf('upload', 'operation')).not.toBe(job.jobId);
  expect(summaryOf(job)).toMatchObject({ state: 'RUNNING', createdAt: '1970-01-01T00:00:01.000Z', endedAt: null });
});

test('splits are some 64, none under 16 MB and none over 64 MB', () => {
  expect([0, 50 * MB, 2 ** 31, 2 ** 40].map(splitBytesOf)).toEqual([16 * MB, 16 * MB, 32 * MB, 64 * MB]);
});

test('32 tasks have one gate, no job has more than 64, and one of an older version has one', () => {
  const shards = (bytes: number) => shardsFor(bytes, splitBytesOf(bytes));
  expect([0, 2 ** 29, 2 ** 29 + 1, 2 ** 33, 2 ** 40, 2 ** 44].map(shards)).toEqual([1, 1, 2, 4, 64, 64]);
  const wish = { kind: 'word-count', input: { sample: 'words' }, options: { splitBytes: 1024 } } as const;
  const job = newJob('u', wish, call, 33 * 1024);
  expect([shardsOf(job), shardsOf({})]).toEqual([2, 1]);
});

test('only the run of a running job is open, and the next one never falls behind it', () => {
  expect(openRunOf({ state: 'RUNNING', run: 3 })).toBe(3);
  for (const state of ['CANCELLING', 'CANCELLED', 'FAILED', 'SUCCEEDED', 'DELETING'] as const)
    expect(openRunOf({ state, run: 3 })).toBe(openRunOf({ state: 'RUNNING', run: 4 }));
});

test('what an attempt writes has its id in the key, and only parts are beside the manifest', () => {
  const keys = keysOf('j');
  expect(keys.attempt('map-00001', 'a')).toBe('work/j/map-00001/a');
  expect(keys.part('reduce-00001', 'a')).toBe('results/j/reduce-00001.a');
  expect(keys.manifest.startsWith(keys.result)).toBe(true);
});

test('the kinds of the API are those that can be computed', () => {
  expect([...kindNames].sort()).toEqual([...computed].sort());
});
