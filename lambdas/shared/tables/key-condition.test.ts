// A query uses the keys of its table or index.
import { expect, test } from '@jest/globals';
import { number, string, table } from '../base/resources.ts';
import { keyCondition } from './key-condition.ts';

const jobs = table('Jobs', {
  env: 'THE_JOBS',
  partition: string('jobId'),
  indexes: { open: { partition: string('open'), sort: number('createdAtMs'), projection: 'keys' } },
});
const tasks = table('Tasks', { env: 'THE_TASKS', partition: string('jobId'), sort: string('taskId') });

test('an index is named, a table is not', () => {
  expect(keyCondition(jobs.index.open, '#open = :open AND createdAtMs < :before')).toEqual({
    IndexName: 'open',
    KeyConditionExpression: '#open = :open AND createdAtMs < :before',
  });
  expect(keyCondition(tasks, 'jobId = :jobId')).toEqual({ KeyConditionExpression: 'jobId = :jobId' });
  const phase = jobs.ttl === 'expiration';
  expect(keyCondition(tasks, `jobId = :jobId${phase ? ' AND begins_with(taskId, :phase)' : ''}`)).toEqual({
    KeyConditionExpression: 'jobId = :jobId AND begins_with(taskId, :phase)',
  });
});

test('a key that is not there does not compile', () => {
  // @ts-expect-error: the table is partitioned by jobId.
  keyCondition(tasks, 'taskId = :taskId');
  // @ts-expect-error: the index is sorted by createdAtMs.
  keyCondition(jobs.index.open, '#open = :open AND jobId < :before');
  // @ts-expect-error: the table has no sort key.
  keyCondition(jobs, 'jobId = :jobId AND createdAtMs < :before');
  // @ts-expect-error: begins_with is of the sort key.
  keyCondition(tasks, 'jobId = :jobId AND begins_with(jobId, :phase)');
});
