// MapReduce jobs over HTTP: right whatever the partitioner, seen as they go, ended when their owner says so.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { newPerson, type Person } from './client.ts';
import { countWords, ended, linesOf, objectsOf, resultOf, someText, started, tasksOf, upload } from './jobs-world.ts';

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
    // Every task is done, by one attempt, and nothing is left of the work.
    const tasks = await tasksOf(owner, jobId);
    expect(tasks.filter(({ phase }) => phase === 'map').length).toBeGreaterThan(2);
    expect(tasks.filter(({ state, attempts }) => state !== 'DONE' || attempts.length !== 1)).toEqual([]);
    const { work } = { work: (await objectsOf(jobId)).filter((key) => key.startsWith('work/')) };
    expect(work).toEqual([]);
  });
});
