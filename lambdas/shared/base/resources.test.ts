// Declarations keep names that the compiler knows.
import { expect, test } from '@jest/globals';
import { bucket, type Held, type Listed, number, string, table } from './resources.ts';

const jobs = table('Jobs', {
  env: 'THE_JOBS',
  partition: string('jobId'),
  indexes: {
    byOwner: { partition: string('ownerId'), sort: number('createdAtMs'), projection: ['state'] },
    open: { partition: string('open'), projection: 'keys' },
  },
});

test('an index knows its own name, its keys and what it holds', () => {
  expect(jobs.index.byOwner.name).toBe('byOwner');
  expect(jobs.index.byOwner.partition).toEqual({ name: 'ownerId', type: 'string' });
  expect(jobs.index.byOwner.sort).toEqual({ name: 'createdAtMs', type: 'number' });
  const held: Held<typeof jobs, typeof jobs.index.byOwner>[] = ['jobId', 'ownerId', 'createdAtMs', 'state'];
  expect(held).toHaveLength(4);
  // @ts-expect-error: its list does not show it.
  const lost: Held<typeof jobs, typeof jobs.index.byOwner> = 'result';
  // @ts-expect-error: it holds keys only.
  const lostToo: Held<typeof jobs, typeof jobs.index.open> = 'state';
  type Listing = Listed<{ jobId: string; state: string; result: string }, typeof jobs, typeof jobs.index.byOwner>;
  // @ts-expect-error: nor does an item of its list have it.
  const nowhere: keyof Listing = 'result';
  expect([lost, lostToo, nowhere]).toHaveLength(3);
});

test('a table expires its items by `expiration`, and has no index by default', () => {
  const { ttl, index } = table('Bare', { env: 'THE_BARE', partition: string('id') });
  expect({ ttl, index }).toEqual({ ttl: 'expiration', index: {} });
});

test('wrong names do not compile', () => {
  // @ts-expect-error: there is no such index.
  expect(jobs.index.byTime).toBeUndefined();
  // @ts-expect-error: the index has no such key.
  expect(jobs.index.byOwner.hash).toBeUndefined();
  const blobs = bucket('Blobs', { env: 'THE_BLOBS', prefix: { work: 'work/' }, keepDays: { work: 7 } });
  expect(blobs.prefix.work).toBe('work/');
  // @ts-expect-error: there is no such prefix.
  expect(blobs.prefix.wrok).toBeUndefined();
  // @ts-expect-error: what expires is a prefix of the bucket.
  bucket('Blobs', { env: 'THE_BLOBS', prefix: { work: 'work/' }, keepDays: { wrok: 7 } });
  // @ts-expect-error: a prefix ends in a slash.
  bucket('Blobs', { env: 'THE_BLOBS', prefix: { work: 'work' } });
});
