// An item is named by the keys of its table.
import { expect, test } from '@jest/globals';
import { number, string, table } from '../base/resources.ts';
import { itemOf } from './item.ts';

process.env.THE_JOBS = 'jobs-1';
process.env.THE_PARTS = 'parts-1';
const jobs = table('Jobs', { env: 'THE_JOBS', partition: string('jobId') });
const parts = table('Parts', { env: 'THE_PARTS', partition: string('mediaId'), sort: number('part') });

test('an item is named by the table of the environment and all its keys', () => {
  expect(itemOf(jobs, { jobId: 'a' })).toEqual({ TableName: 'jobs-1', Key: { jobId: 'a' } });
  expect(itemOf(parts, { mediaId: 'a', part: 1 })).toEqual({ TableName: 'parts-1', Key: { mediaId: 'a', part: 1 } });
});

test('a key that the table does not have does not compile', () => {
  // @ts-expect-error: the table is partitioned by jobId.
  itemOf(jobs, { id: 'a' });
  // @ts-expect-error: the table has no sort key.
  itemOf(jobs, { jobId: 'a', part: 1 });
  // @ts-expect-error: the sort key is missing.
  itemOf(parts, { mediaId: 'a' });
  // @ts-expect-error: the sort key is a number.
  itemOf(parts, { mediaId: 'a', part: '1' });
});
