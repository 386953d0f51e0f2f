// Poison records and memory: what a map task refuses, and how much it holds.
import { describe, expect, test } from '@jest/globals';
import { memoryBlobs } from '../../../../test/jobs/memory-blobs.ts';
import { countWords } from '../../../../test/jobs/oracle.ts';
import { joined, smallJob } from '../../../../test/jobs/small-job.ts';
import { kindOf } from '../kinds.ts';
import { MAX_LINE_BYTES } from '../line-kind.ts';
import { planSplits } from '../split.ts';
import { type MapTask, mapTask } from './map-task.ts';
import { reduceTask } from './reduce-task.ts';

const good = 'a - - [22/Nov/2026:10:46:53 +0000] "GET /é HTTP/1.1" 200 1';

describe('a malformed record', () => {
  const log = `${good}\nrubbish\n\xff${good}\nmore rubbish`;

  test('fails the task with its name, place and reason, and nothing is written', async () => {
    const blobs = memoryBlobs({ log });
    const [split] = planSplits([{ key: 'log', size: await blobs.size('log') }], 1e6);
    const task = {
      blobs,
      kind: kindOf('log-analysis'),
      options: {},
      partitions: 1,
      partitioner: 'hash',
      outKey: 'run',
    };
    const poison = { policy: 'fail', upTo: 0 } as const;
    const run = mapTask({ ...task, split, memoryBytes: 1e7, poison } as MapTask);
    await expect(run).rejects.toThrow(`log at byte ${Buffer.byteLength(good) + 1}: not an access log line`);
    expect([...blobs.objects.keys()]).toEqual(['log']);
  });

  test('is skipped and listed, with its place in the file wherever it was cut', async () => {
    for (const splitBytes of [20, 70, 1e6])
      for (const chunkBytes of [3, 64, 1e6]) {
        const poison = { policy: 'skip', upTo: 2 } as const;
        const { skipped, texts } = await smallJob('log-analysis', { log }, { poison, splitBytes, chunkBytes });
        const bytes = Buffer.from(log);
        expect(skipped.map(({ offset }) => offset)).toEqual([bytes.indexOf('rubbish'), bytes.indexOf('more')]);
        expect(texts.join('')).toContain('"requests":1');
      }
  });

  test('fails the job when there are more than are allowed, over all tasks', async () => {
    const poison = { policy: 'skip', upTo: 1 } as const;
    for (const splitBytes of [20, 1e6])
      await expect(smallJob('log-analysis', { log }, { poison, splitBytes })).rejects.toThrow(/^log at byte /);
  });

  test('is a line longer than the limit too, and it takes no memory', async () => {
    const long = `${good}\n${'x'.repeat(MAX_LINE_BYTES)}y\n${good}`;
    const poison = { policy: 'skip', upTo: 1 } as const;
    const { skipped, texts } = await smallJob(
      'log-analysis',
      { long },
      { poison, chunkBytes: 60_000, splitBytes: 300_000 },
    );
    expect(skipped).toEqual([
      { key: 'long', offset: Buffer.byteLength(good) + 1, reason: 'the line is longer than 1048576 bytes' },
    ]);
    expect(texts.join('')).toContain('client\ta\t{"requests":2');
  });
});

describe('input larger than memory', () => {
  const body = Array.from({ length: 30_000 }, (_, i) => `word${(i * 7919) % 30_011}`).join(' ');

  test.each(['hash', 'range', 'round-robin'] as const)('gives the same bytes by %s', async (partitioner) => {
    const given = { partitioner, partitions: 4, splitBytes: 1e9, chunkBytes: 5000 };
    const small = await smallJob('word-count', { body }, { ...given, memoryBytes: 1_000_000 });
    const large = await smallJob('word-count', { body }, given);
    expect(small.texts).toEqual(large.texts);
    expect(joined(small.texts)).toBe(countWords([body]));
  });

  test('merges more runs than may be open at once', async () => {
    const given = { splitBytes: 10_000, chunkBytes: 5000, partitions: 2, memoryBytes: 1_000_000 };
    expect(joined((await smallJob('word-count', { body }, given)).texts)).toBe(countWords([body]));
  });
});

describe('a reducer refuses', () => {
  const reduce = async (change: (key: string, blobs: ReturnType<typeof memoryBlobs>) => object[]) => {
    const { blobs } = await smallJob('word-count', { a: 'one two three four' }, { partitions: 1 });
    const key = 'out/runs/map-00000';
    const size = await blobs.size(key);
    const runs = change(key, blobs).map((extra) => ({ key, offsets: [0, size], ...extra }));
    return reduceTask({
      blobs,
      kind: kindOf('word-count'),
      options: {},
      partition: 0,
      runs,
      outKey: 'x',
      memoryBytes: 1e6,
    });
  };

  test('a run that is given twice', async () => {
    await expect(reduce(() => [{}, {}])).rejects.toThrow('a run is given twice');
  });

  test('a run that is shorter than its index, or ends within an entry', async () => {
    await expect(
      reduce((key, blobs) => {
        blobs.objects.set(key, (blobs.objects.get(key) as Uint8Array).slice(0, -1));
        return [{}];
      }),
    ).rejects.toThrow(/is 1 bytes too short/);
    await expect(
      reduce((key, blobs) => [{ offsets: [0, (blobs.objects.get(key) as Uint8Array).length - 1] }]),
    ).rejects.toThrow(/ends in the middle of an entry/);
  });

  test('keys that were dealt and not made whole', async () => {
    await expect(reduce(() => [{ dealt: true }])).rejects.toThrow(/must be made whole/);
  });
});
