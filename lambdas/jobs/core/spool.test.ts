// What a task takes of the machine, measured from outside: a process with a limit of memory and more input than that.

import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const MEGABYTE = 2 ** 20;
const MEMORY = 32 * MEGABYTE;
/** Garbage that is not yet collected: chunks of input, and entries on their way (54 MB measured). */
const GARBAGE = 96 * MEGABYTE;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memory-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Counts the words of a file in a process of its own, and answers the highest memory it had. */
async function peakOf(file: string, name: string): Promise<{ peak: number; result: string }> {
  const core = (module: string) => JSON.stringify(join(import.meta.dirname, `${module}.ts`));
  const script = `
    import { statSync } from 'node:fs';
    const { folderBlobs } = await import(${core('folder-blobs')});
    const { kindOf } = await import(${core('kinds')});
    const { crewOf, runJob } = await import(${core('run-job')});
    const [file, out] = process.argv.slice(1);
    const [blobs, kind] = [folderBlobs('/'), kindOf('word-count')];
    await runJob({ blobs, kind, inputs: [{ key: file, size: statSync(file).size }], partitions: 2, partitioner: 'hash',
      splitBytes: 2 ** 40, memoryBytes: ${MEMORY}, crew: crewOf(blobs, kind), out });
    console.log(process.resourceUsage().maxRSS * 1024);`;
  const out = join(folder, name);
  const args = ['--no-warnings', '--input-type=module', '-e', script, file, out];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  const parts = await Promise.all([0, 1].map((part) => readFile(join(out, `part-0000${part}`), 'utf8')));
  return { peak: Number(stdout), result: parts.join('') };
}

async function write(name: string, chunks: Iterable<string>): Promise<string> {
  const path = join(folder, name);
  const file = await open(path, 'w');
  for (const chunk of chunks) await file.write(chunk);
  await file.close();
  return path;
}

function* words(first: number, count: number, separator: string): Iterable<string> {
  for (let i = first; i < first + count; i += 1000)
    yield Array.from({ length: 1000 }, (_, k) => `number${(i + k).toString(36)}of${i + k}${separator}`).join('');
}

describe('a task with 32 MB', () => {
  test('counts 60 MB of words that are all different, which need 190 MB, in less than 128 MB over what Node takes', async () => {
    const small = await peakOf(await write('small', words(0, 1000, ' ')), 'small-out');
    const { peak, result } = await peakOf(await write('large', words(0, 3_000_000, '\n')), 'large-out');
    expect(result.split('\n')).toHaveLength(3_000_001);
    expect(/\t(?!1$)/m.test(result)).toBe(false);
    expect((peak - small.peak) / MEGABYTE).toBeLessThan((MEMORY + GARBAGE) / MEGABYTE);
  });

  test('counts one line, and one word, of 70 MB', async () => {
    const { peak, result } = await peakOf(
      await write('line', [...Array.from({ length: 700 }, () => 'word other '.repeat(9100)), 'x'.repeat(1000)]),
      'line-out',
    );
    expect(result.split('\n').sort()).toEqual([
      '',
      `other\t${700 * 9100}`,
      `word\t${700 * 9100}`,
      `${'x'.repeat(1000)}\t1`,
    ]);
    const letters = 'abcd'.repeat(25_000);
    const word = await peakOf(
      await write(
        'word',
        Array.from({ length: 700 }, () => letters),
      ),
      'word-out',
    );
    expect(word.result.trim()).toBe(`${'abcd'.repeat(256)}\t1`);
    for (const most of [peak, word.peak]) expect(most / MEGABYTE).toBeLessThan(200);
  });
});
