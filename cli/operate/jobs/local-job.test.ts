// The command's work on real files and threads.

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countWords } from '../../../test/jobs/oracle.ts';
import { joined } from '../../../test/jobs/small-job.ts';
import { inputsOf, kindNamed, type LocalJob, runLocally } from './local-job.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-job-'));
  await mkdir(join(folder, 'in/deep'), { recursive: true });
  await writeFile(join(folder, 'in/a.txt'), 'One two\r\nTWO');
  await writeFile(join(folder, 'in/deep/b.gz'), gzipSync('three one'));
  await writeFile(join(folder, 'rubbish'), 'rubbish\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (out: string, job: Partial<LocalJob>) =>
  runLocally({ kind: 'word-count', files: [join(folder, 'in')], out: join(folder, out), ...job });
const parts = async (path: string) =>
  Promise.all((await readdir(join(folder, path))).sort().map((name) => readFile(join(folder, path, name), 'utf8')));

describe('a local job', () => {
  test('leaves the parts and nothing else, whatever the number of workers', async () => {
    await run('one', { workers: 1, partitions: 3 });
    await run('two', { workers: 2, partitions: 3 });
    expect(await readdir(join(folder, 'one'))).toEqual(['part-00000', 'part-00001', 'part-00002']);
    expect(await parts('one')).toEqual(await parts('two'));
    expect(joined(await parts('one'))).toBe(countWords(['One two two', 'three one']));
  });

  test('that fails names the record, and leaves nothing', async () => {
    const failing = run('none', { kind: 'log-analysis', files: [join(folder, 'rubbish')], workers: 1 });
    await expect(failing).rejects.toThrow(/rubbish at byte 0: not an access log line/);
    expect((await readdir(folder)).filter((name) => name.startsWith('none'))).toEqual([]);
    const { skipped } = await run('some', {
      kind: 'log-analysis',
      files: [join(folder, 'rubbish')],
      workers: 1,
      skip: 1,
    });
    expect(skipped).toHaveLength(1);
  });

  test('refuses a missing file, an unknown kind, and an existing folder', async () => {
    await expect(inputsOf([join(folder, 'gone')])).rejects.toThrow(/cannot be read/);
    expect(() => kindNamed('letters')).toThrow("There is no kind 'letters'");
    await expect(run('in', {})).rejects.toThrow(/already exists/);
  });
});
