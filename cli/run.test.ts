// The launcher of a fresh clone, with a made-up npm that takes a moment to install.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ended } from '../localstack/child.ts';
import { root } from '../localstack/environment.ts';

const locked = '{ "packages": { "node_modules/a": { "version": "1.0.0" } } }';
const npm = `#!/bin/sh
echo begin >> npm.log; mkdir -p node_modules; sleep 0.7; cp package-lock.json node_modules/.package-lock.json; echo end >> npm.log
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'launcher-'));
  await mkdir(join(folder, 'cli'));
  await cp(join(root, 'cli/run.mjs'), join(folder, 'cli/run.mjs'));
  await writeFile(join(folder, 'cli/cli.ts'), "console.log('ran', process.argv[2]);");
  await writeFile(join(folder, 'package-lock.json'), locked);
  await writeFile(join(folder, 'npm'), npm, { mode: 0o755 });
});
afterEach(() => rm(folder, { recursive: true }));

async function launch(command: string): Promise<string> {
  const { NODE_OPTIONS: _, PATH, ...env } = process.env;
  const options = { cwd: folder, env: { ...env, PATH: `${folder}:${PATH}`, NO_COLOR: '1' } };
  return (await ended(process.execPath, ['cli/run.mjs', command], options)).output;
}

const installs = (): Promise<string> => readFile(join(folder, 'npm.log'), 'utf8');

test('commands that begin at the same time install the packages once, and all of them run', async () => {
  const outputs = await Promise.all(['start', 'test', 'status'].map(launch));
  expect(await installs()).toBe('begin\nend\n');
  expect(outputs).toEqual(['start', 'test', 'status'].map((name) => expect.stringContaining(`ran ${name}`)));
  expect(outputs.filter((output) => output.includes('Waiting for another command'))).toHaveLength(2);
});

test('an installation that was killed does not block the next', async () => {
  await mkdir(join(folder, '.local'));
  const { output } = await ended(process.execPath, ['-p', 'process.pid'], { cwd: folder });
  await writeFile(join(folder, '.local/installing'), output.trim());
  expect(await launch('start')).toContain('ran start');
  expect(await installs()).toBe('begin\nend\n');
});
