import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { hashOf } from './fingerprint.ts';

let base: string;
const hash = (salt = '') => hashOf(base, ['lib', 'cdk.json', 'absent'], salt);
const write = (path: string, text: string) => writeFile(join(base, path), text);

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'fingerprint-'));
  await mkdir(join(base, 'lib/deep'), { recursive: true });
  await write('lib/deep/a.ts', '1');
  await write('cdk.json', '{}');
});
afterEach(() => rm(base, { recursive: true }));

test('the same files give the same fingerprint, whatever other files exist', async () => {
  const before = await hash();
  await write('lib/a.test.ts', 'test');
  await write('lib/README.md', 'prose');
  await write('other.ts', '2');
  expect(await hash()).toBe(before);
});

test.each([
  ['a changed file', () => write('lib/deep/a.ts', '2')],
  ['a changed single file', () => write('cdk.json', '{ }')],
  ['a new file', () => write('lib/b.ts', '')],
  ['a file that appears', () => write('absent', '')],
])('%s gives another fingerprint', async (_what, change) => {
  const before = await hash();
  await change();
  expect(await hash()).not.toBe(before);
});

test('another target gives another fingerprint', async () => {
  expect(await hash('aws')).not.toBe(await hash('local'));
});
