// Measures a task's memory from outside: a process with a memory limit and more input than that.

import { execFile } from 'node:child_process';
import { link, mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countWords } from '../../../test/jobs/oracle.ts';
import { joined } from '../../../test/jobs/small-job.ts';
import { Bytes } from './bytes.ts';
import { RunWriter } from './run.ts';

const MEGABYTE = 2 ** 20;
const MEMORY = 32 * MEGABYTE;
/** Whole processes take long on a busy machine. */
const TIMEOUT_MS = 300_000;
/** Garbage not yet collected: chunks of input and entries in flight (54 MB measured). */
const GARBAGE = 80 * MEGABYTE;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'memory-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a script over the core's modules in its own process and returns the process's peak memory. */
async function peakOf(script: string, ...args: string[]): Promise<number> {
  const core = ['folder-blobs', 'kinds', 'tasks/reduce-task', 'run-job'].map(
    (module) => `...await import(${JSON.stringify(join(import.meta.dirname, `${module}.ts`))}),`,
  );
  const whole = `
    const { folderBlobs, kindOf, reduceTask, crewOf, runJob } = { ${core.join(' ')} };
    const [memoryBytes, [folder, ...args]] = [${MEMORY}, process.argv.slice(1)];
    const [blobs, kind] = [folderBlobs(folder), kindOf('word-count')];
    ${script}
    console.log(process.resourceUsage().maxRSS * 1024);`;
  const options = ['--no-warnings', '--input-type=module', '-e', whole, folder, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return Number(stdout);
}

/** Counts the words of a folder's files in splits of `splitBytes`. */
async function count(name: string, splitBytes = 2 ** 40): Promise<{ peak: number; result: string }> {
  const script = `
    const { readdir } = await import('node:fs/promises');
    const [name, splitBytes] = args;
    const keys = (await readdir(folder + '/' + name)).map((file) => name + '/' + file);
    const inputs = await Promise.all(keys.map(async (key) => ({ key, size: await blobs.size(key) })));
    await runJob({ blobs, kind, inputs, partitions: 2, partitioner: 'hash', splitBytes: Number(splitBytes), memoryBytes,
      crew: crewOf(blobs, kind), out: name + '-out' });`;
  const peak = await peakOf(script, name, `${splitBytes}`);
  const parts = await Promise.all([0, 1].map((part) => readFile(join(folder, `${name}-out/part-0000${part}`), 'utf8')));
  return { peak, result: parts.join('') };
}

/** Writes a file into its own folder, named after the count. */
async function write(name: string, chunks: Iterable<string>): Promise<string> {
  await mkdir(join(folder, name));
  const file = await open(join(folder, name, 'text'), 'w');
  for (const chunk of chunks) await file.write(chunk);
  await file.close();
  return name;
}

function* words(first: number, count: number, separator: string): Iterable<string> {
  for (let i = first; i < first + count; i += 1000)
    yield Array.from({ length: 1000 }, (_, k) => `number${(i + k).toString(36)}of${i + k}${separator}`).join('');
}

describe('a task with 32 MB takes less than 112 MB over what Node takes', () => {
  let least = 0;
  beforeAll(async () => {
    least = (await count(await write('small', words(0, 1000, ' ')))).peak;
  }, TIMEOUT_MS);
  const expectBounded = (peak: number) => expect((peak - least) / MEGABYTE).toBeLessThan((MEMORY + GARBAGE) / MEGABYTE);

  test(
    'as it counts 40 MB of words that are all different',
    async () => {
      const { peak, result } = await count(await write('large', words(0, 2_000_000, '\n')));
      expect(result.split('\n')).toHaveLength(2_000_001);
      expect(/\t(?!1$)/m.test(result)).toBe(false);
      expectBounded(peak);
    },
    TIMEOUT_MS,
  );

  test(
    'as it counts one line, and one word, of 70 MB',
    async () => {
      const lines = [...Array.from({ length: 700 }, () => 'word other '.repeat(9100)), 'x'.repeat(1000)];
      const { peak, result } = await count(await write('line', lines));
      expect(result.split('\n').sort()).toEqual([
        '',
        `other\t${700 * 9100}`,
        `word\t${700 * 9100}`,
        `${'x'.repeat(1000)}\t1`,
      ]);
      const letters = Array.from({ length: 700 }, () => 'abcd'.repeat(25_000));
      const word = await count(await write('word', letters));
      expect(word.result.trim()).toBe(`${'abcd'.repeat(256)}\t1`);
      for (const most of [peak, word.peak]) expectBounded(most);
    },
    TIMEOUT_MS,
  );

  test(
    'as it counts 10,000 tiny files, mapped, merged and reduced',
    async () => {
      const texts = Array.from({ length: 10_000 }, (_, i) => `word${i % 100} all ${i}\n`);
      await mkdir(join(folder, 'tiny'));
      await Promise.all(texts.map((text, i) => writeFile(join(folder, 'tiny', `${i}`), text)));
      const { peak, result } = await count('tiny', 2 ** 20);
      expect(joined([result])).toBe(countWords(texts));
      expectBounded(peak);
    },
    TIMEOUT_MS,
  );

  test(
    'as it reduces 256 MB in 1,000 runs',
    async () => {
      const run = new Bytes();
      const writer = new RunWriter(run);
      const [key, one] = [new Bytes(), new Uint8Array([1])];
      for (let i = 0; run.length < MEGABYTE / 4; i += 1) {
        key.length = 0;
        key.text(`${i}`.padStart(6, '0').padEnd(1000, 'x'));
        writer.entry(key.buffer, key.length, one);
      }
      await writeFile(join(folder, 'run-0'), run.view());
      // Hard links to the one file: the job reads a thousand.
      for (let i = 1; i < 1000; i += 1) await link(join(folder, 'run-0'), join(folder, `run-${i}`));
      const script = `
        const runs = Array.from({ length: 1000 }, (_, i) => ({ key: 'run-' + i, offsets: [0, ${run.length}] }));
        await reduceTask({ blobs, kind, options: {}, partition: 0, runs, outKey: 'reduced', memoryBytes });`;
      const peak = await peakOf(script);
      const lines = (await readFile(join(folder, 'reduced'), 'utf8')).split('\n').slice(0, -1);
      expect(lines.length).toBeGreaterThan(250);
      expect(lines.filter((line) => !line.endsWith('x\t1000'))).toEqual([]);
      expectBounded(peak);
    },
    TIMEOUT_MS,
  );
});
