// `npm run job` as a person types it: uploads, correct results, output, and refusals.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { showInCloud } from '../../../cli/operate/jobs/cloud-job.ts';
import { testEnvironment } from '../../../localstack/environment.ts';
import { outputs } from '../kit/client.ts';
import { countWords, linesOf, someText } from './jobs-world.ts';

const environment = testEnvironment(Number(new URL(outputs.endpoint).port));
const text = someText(2000);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobs-command-'));
  await writeFile(join(folder, 'a b.txt'), text);
  await writeFile(join(folder, 'ünïcode%.txt'), text);
  await writeFile(join(folder, 'bad.log'), 'no log line\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let printed: string[] = [];
const quietly = async (job: Parameters<typeof showInCloud>[1]) => {
  const spies = [
    jest.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line))),
    jest.spyOn(process.stdout, 'write').mockImplementation((line) => Boolean(printed.push(String(line)))),
  ];
  try {
    await showInCloud(environment, job);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};
afterEach(() => {
  printed = [];
});

test('counts the words of files, whatever they are called, and downloads the parts', async () => {
  const files = ['a b.txt', 'ünïcode%.txt'].map((name) => join(folder, name));
  const out = join(folder, 'out');
  await quietly({ kind: 'word-count', files, partitions: 2, out });
  const parts = await Promise.all((await readdir(out)).map((name) => readFile(join(out, name), 'utf8')));
  expect(parts).toHaveLength(2);
  expect(linesOf(parts)).toEqual(countWords(text + text));
  const shown = printed.join('\n');
  for (const phase of ['upload', 'map', 'reduce']) expect(shown).toMatch(new RegExp(`^${phase} .*100 %`, 'm'));
  expect(shown).toContain(`${countWords(text).length} lines of result in 2 parts`);
}, 60_000);

test('says which record failed the job, and that there is no such sample', async () => {
  const failing = quietly({ kind: 'log-analysis', files: [join(folder, 'bad.log')] });
  await expect(failing).rejects.toThrow(/The job is FAILED: map-00000: bad\.log at byte 0/);
  await expect(quietly({ kind: 'word-count', files: [], sample: 'nothing' })).rejects.toThrow("no sample 'nothing'");
}, 60_000);
