// The kind that the tour adds, word for word.

import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { memoryBlobs } from '../../../test/jobs/memory-blobs.ts';
import type { Kind } from './kind.ts';
import { lineKind, Refused } from './line-kind.ts';
import { crewOf, runJob } from './run-job.ts';

async function kindOfTheTour(): Promise<Kind> {
  const tour = await readFile(join(import.meta.dirname, '../../../docs/tour.md'), 'utf8');
  const text = /```ts\n(\/\/ How many lines[\s\S]*?)```/.exec(tour)?.[1] ?? '';
  const body = stripTypeScriptTypes(text)
    .replace(/^import .*$/m, '')
    .replace('export const lineLengths =', 'return');
  return new Function('lineKind', 'Refused', body)(lineKind, Refused) as Kind;
}

async function run(body: string, splitBytes: number, poison?: { policy: 'skip'; upTo: number }) {
  const kind = await kindOfTheTour();
  const blobs = memoryBlobs({ body }, 7);
  const inputs = [{ key: 'body', size: await blobs.size('body') }];
  const job = {
    blobs,
    kind,
    inputs,
    partitions: 2,
    partitioner: 'range' as const,
    splitBytes,
    memoryBytes: 1e7,
    poison,
  };
  const { parts, skipped, preview } = await runJob({ ...job, crew: crewOf(blobs, kind), out: 'out' });
  return {
    text: parts.map(({ key }) => Buffer.from(blobs.objects.get(key) ?? []).toString()).join(''),
    skipped,
    preview,
  };
}

test('the kind of the tour counts by first word, the same for any split', async () => {
  const body = 'a long line\nb\r\na\nbé longer';
  for (const splitBytes of [1, 5, 1000])
    expect((await run(body, splitBytes)).text).toBe('starts a\t2\t11\nstarts b\t1\t1\nstarts bé\t1\t9\n');
  expect((await run(body, 5)).preview[0]?.line).toBe('starts a\t2\t11');
});

test('what it refuses fails the job, or is skipped and listed', async () => {
  const body = 'a\nb\u0000\nc';
  await expect(run(body, 1000)).rejects.toThrow('body at byte 2: a zero byte');
  const { text, skipped } = await run(body, 1000, { policy: 'skip', upTo: 1 });
  expect([text, skipped]).toEqual([
    'starts a\t1\t1\nstarts c\t1\t1\n',
    [{ key: 'body', offset: 2, reason: 'a zero byte' }],
  ]);
});
