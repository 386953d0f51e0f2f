// Compares whole jobs with a plain program: the same bytes for any number of mappers and reducers and every partitioner.

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countWords, indexWords } from '../../../test/jobs/oracle.ts';
import { joined, smallJob } from '../../../test/jobs/small-job.ts';
import type { Partitioner } from './partition.ts';

const partitioners: Partitioner[] = ['hash', 'range', 'round-robin'];
const pieces = [
  'the',
  'The',
  'ẞ',
  'ſee',
  'İ',
  '東京',
  '𐐀',
  'don’t',
  'x1',
  'naïve',
  ' ',
  ' ',
  ', ',
  '\n',
  '\r\n',
  '—',
  '👋',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 150 }).map((parts) => parts.join(''));
const given = fc.record({
  partitions: fc.integer({ min: 1, max: 6 }),
  partitioner: fc.constantFrom(...partitioners),
  splitBytes: fc.integer({ min: 1, max: 400 }),
  chunkBytes: fc.integer({ min: 1, max: 300 }),
});
const filesOf = (bodies: readonly string[]) => Object.fromEntries(bodies.map((body, i) => [`doc-${i}`, body]));

describe('word count', () => {
  test('is that of a plain program, for any files, cuts, mappers, reducers and partitioners', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 4 }), given, async (bodies, how) => {
        const { texts: parts } = await smallJob('word-count', filesOf(bodies), how);
        expect(joined(parts)).toBe(countWords(bodies));
        if (how.partitioner === 'range') expect(parts.join('')).toBe(countWords(bodies));
      }),
      { numRuns: 150 },
    );
  });

  test.each(partitioners)('has the same parts, byte by byte, for 1 to 60 mappers by %s', async (partitioner) => {
    const body = Array.from({ length: 400 }, (_, i) => `w${i % 97} ${i % 7 === 0 ? 'Ω' : 'ok'}`).join('\n');
    const run = (splitBytes: number) => smallJob('word-count', { body }, { partitions: 5, partitioner, splitBytes });
    const alone = await run(1e6);
    expect(joined(alone.texts)).toBe(countWords([body]));
    for (const splitBytes of [2000, 700, 100, 60]) expect((await run(splitBytes)).texts).toEqual(alone.texts);
  });

  test('takes gzip, CRLF, an empty file, none at all and a last line without its end', async () => {
    const files = { 'a.gz': gzipSync('One two\r\nTWO'), empty: '', plain: 'two\r\n\r\nthree' };
    const { texts: parts, records } = await smallJob('word-count', files, { partitions: 1 });
    expect(parts).toEqual(['one\t1\nthree\t1\ntwo\t3\n']);
    expect(records).toBe(5);
    expect((await smallJob('word-count', {})).texts).toEqual(['', '', '']);
  });

  test('counts 10,000 tiny files in few tasks: two requests for each, one for its form, and 102 more for the tasks', async () => {
    const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`f${i}`, `word${i % 10} all`]));
    const { texts: parts, blobs } = await smallJob('word-count', files, { splitBytes: 2 ** 20, partitions: 4 });
    expect(joined(parts)).toBe(countWords(Object.values(files)));
    // 34 map tasks, 6 merges of up to 6 each, and 4 reducers that read from all merges.
    expect(blobs.requests.write).toBe(34 + 6 + 4);
    expect(blobs.requests.read - 20_000).toBeLessThanOrEqual(34 + 6 * 4);
  });

  test('shows the most frequent words of all parts first', async () => {
    const { preview } = await smallJob('word-count', { a: 'b b b c c a a a a d' }, { partitions: 4 });
    expect(preview.map(({ line }) => line)).toEqual(['a\t4', 'b\t3', 'c\t2', 'd\t1']);
  });
});

describe('the inverted index', () => {
  test('is that of a plain program, for any documents, mappers, reducers and partitioners', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 5 }), given, async (bodies, how) => {
        const { texts: parts } = await smallJob('inverted-index', filesOf(bodies), how);
        expect(joined(parts)).toBe(indexWords(filesOf(bodies)));
      }),
      { numRuns: 150 },
    );
  });

  test('is the same when memory is short and a document is cut by it', async () => {
    const files = filesOf(
      Array.from({ length: 6 }, (_, d) => Array.from({ length: 9000 }, (_, i) => `t${(i * (d + 1)) % 500}`).join(' ')),
    );
    const { texts: parts } = await smallJob('inverted-index', files, { memoryBytes: 600_000, splitBytes: 1e6 });
    expect(joined(parts)).toBe(indexWords(files));
  });
});
