// Watching the handlers: a saved file reports the functions it changes, also in a handler added later.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { watchAll } from './bundle.ts';

let base: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'bundle-'));
});

afterEach(async () => {
  await rm(base, { recursive: true });
});

const file = (id: string): string => join(base, 'lambdas', `${id}.ts`);

async function save(id: string, text: string): Promise<void> {
  await mkdir(dirname(file(id)), { recursive: true });
  await writeFile(file(id), text);
}

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !holds(); await sleep(20))
    if (Date.now() > deadline) throw new Error('it never came');
}

test('handlers that come and go are noticed by a refresh, and a new one is watched from then on', async () => {
  const told: string[] = [];
  const nextIs = async (id: string) => {
    await until(() => told.length > 0);
    expect(told.splice(0)).toEqual([id]);
  };
  await save('old/http', 'export const handler = () => 1;');
  const watching = await watchAll((changed) => void told.push(...changed), base);
  try {
    await until(() => existsSync(join(base, 'dist/old/http/index.js')));
    await save('old/rule', 'export const rule = 1;');
    expect(await watching.refresh()).toBe(false);
    await save('new/http', 'export const handler = () => 1;');
    expect(await watching.refresh()).toBe(true);
    await nextIs('new/http');
    expect(existsSync(join(base, 'dist/new/http/index.js'))).toBe(true);
    await save('new/http', 'export const handler = () => 2;');
    await nextIs('new/http');
    await rm(file('new/http'));
    expect(await watching.refresh()).toBe(true);
    await save('old/http', 'export const handler = () => 2;');
    await nextIs('old/http');
  } finally {
    await watching.dispose();
  }
});

test('a bundle requires what its source imports later', async () => {
  await save('old/http', "export const handler = async () => (await import('node:http')).METHODS;");
  const watching = await watchAll(() => {}, base);
  try {
    const bundle = join(base, 'dist/old/http/index.js');
    await until(() => existsSync(bundle));
    const text = await readFile(bundle, 'utf8');
    expect(text).toContain('require("node:http")');
    expect(text).not.toContain('import(');
  } finally {
    await watching.dispose();
  }
});
