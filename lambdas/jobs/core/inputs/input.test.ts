// The form of an input depends on its bytes, and its name on the names of the others.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryBlobs } from '../../../../test/jobs/memory-blobs.ts';
import { countWords } from '../../../../test/jobs/oracle.ts';
import { joined, smallJob } from '../../../../test/jobs/small-job.ts';
import { kindOf } from '../kinds.ts';
import { crewOf, runJob } from '../run-job.ts';
import { inspect, named } from './input.ts';

const utf16 = (text: string, bigEndian = false): Buffer => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

describe('whether an input may be cut depends on its bytes', () => {
  const gzip = gzipSync('a');
  test.each([
    ['plain.gz', 'plain text', undefined],
    ['gzip.txt', gzip, true],
    ['A.GZ', gzip, true],
    ['no-name', gzip, true],
    ['of-nothing.gz', gzipSync(''), true],
    ['empty.gz', '', undefined],
    ['magic-only', Buffer.from([0x1f, 0x8b]), undefined],
    ['another-method', Buffer.from([0x1f, 0x8b, 7, 0, 0]), undefined],
    ['reserved-flags', Buffer.from([0x1f, 0x8b, 8, 0x20, 0]), undefined],
    ['with-a-name-inside', Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 8]), gzip.subarray(4)]), true],
    ['marked.txt', '\ufeffa', undefined],
    ['little-endian.txt', utf16('a'), true],
    ['big-endian.gz', utf16('a', true), true],
    ['one-byte', '\u00ff', undefined],
  ])('%s', async (name, body, whole) => {
    const size = Buffer.from(body).length;
    expect(await inspect(memoryBlobs({ key: body }, 1), [{ key: 'key', name, size }])).toEqual([
      { key: 'key', name, size, ...(whole && { whole }) },
    ]);
  });

  test.each([
    ['little', [0xff, 0xfe, 0, 0, 65, 0, 0, 0]],
    ['big', [0, 0, 0xfe, 0xff, 0, 0, 0, 65]],
  ])('UTF-32 in %s endian is refused by its name', async (_, bytes) => {
    const blobs = memoryBlobs({ key: Buffer.from(bytes) });
    await expect(inspect(blobs, [{ key: 'key', name: 'a.txt', size: 8 }])).rejects.toThrow(
      /^a\.txt is a text in UTF-32/,
    );
  });
});

describe('names that meet', () => {
  const names = (...given: string[]) =>
    named(given.map((name, i) => ({ key: `${i}`, name, size: 0 }))).map(({ name }) => name);

  test('get a mark', () => {
    expect(names('a', 'b', 'a', 'a')).toEqual(['a', 'b', 'a #2', 'a #3']);
  });

  test('get one that no given name meets', () => {
    expect(names('a', 'a', 'a #2', 'a #2', 'a (2)')).toEqual(['a', 'a #3', 'a #2', 'a #2 #2', 'a (2)']);
  });

  test('are distinct whatever was given, and a first one stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'a #2', 'a #2 #2', 'a #3', 'b'), { maxLength: 12 }), (given) => {
        const all = names(...given);
        expect(new Set(all).size).toBe(all.length);
        for (const [i, name] of given.entries()) if (given.indexOf(name) === i) expect(all[i]).toBe(name);
      }),
    );
  });
});

/** A job over files that may have one name, as uploads may. */
async function run(kind: 'word-count' | 'inverted-index', files: readonly (readonly [string, Uint8Array | string])[]) {
  const blobs = memoryBlobs(Object.fromEntries(files.map(([, body], i) => [`${i}`, body])), 7);
  const inputs = await Promise.all(
    files.map(async ([name], i) => ({ key: `${i}`, name, size: await blobs.size(`${i}`) })),
  );
  const job = { blobs, kind: kindOf(kind), inputs, partitions: 2, splitBytes: 50, memoryBytes: 2 ** 26 };
  const { parts } = await runJob({ ...job, partitioner: 'range', crew: crewOf(blobs, kindOf(kind)), out: 'out' });
  return joined(parts.map(({ key }) => Buffer.from(blobs.objects.get(key) ?? []).toString()));
}

describe('a job', () => {
  test('counts the second of two gzip files of one name, and gzip of any name', async () => {
    const text = 'one two\n'.repeat(30);
    const gzip = gzipSync(text);
    const files = ['x.log.gz', 'x.log.gz', 'A.GZ', 'a.txt', 'b'].map((name) => [name, gzip] as const);
    expect(await run('word-count', [...files, ['plain.gz', text]])).toBe(countWords(Array(6).fill(text)));
  });

  test('has a document for each of two files of one name', async () => {
    expect(
      await run('inverted-index', [
        ['a', 'word'],
        ['a', 'word'],
        ['a #2', 'word'],
      ]),
    ).toBe('word\t[["a",[0]],["a #2",[0]],["a #3",[0]]]\n');
  });

  test('counts a text in UTF-16 or with a mark as it counts the text, plain or compressed', async () => {
    const text = 'Wörter und 東京 𝒳 \u0301\n'.repeat(20);
    const all = [text, `\ufeff${text}`, utf16(text), utf16(text, true)].flatMap((body) => [body, gzipSync(body)]);
    const { texts } = await smallJob('word-count', Object.fromEntries(all.map((body, i) => [`${i}`, body])));
    expect(joined(texts)).toBe(countWords(Array(8).fill(text)));
  });

  test('fails at once over what ends too early or cannot be decoded, by its name', async () => {
    const cut = gzipSync('word '.repeat(100)).subarray(0, 25);
    await expect(run('word-count', [['a.txt', cut]])).rejects.toMatchObject({
      name: 'Unreadable',
      message: expect.stringMatching(/^a\.txt is not a complete gzip file: /),
    });
    const wide = gzipSync(Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0]));
    await expect(run('word-count', [['b.gz', wide]])).rejects.toThrow(/^b\.gz is a text in UTF-32/);
  });
});
