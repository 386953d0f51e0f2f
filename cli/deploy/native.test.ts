// Native files beside the bundles: ffmpeg only where it is run and only on AWS, and never above AWS's size limit.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { ffmpegForLinux } from '../../localstack/ffmpeg.ts';
import { type Machine, machines, placeNative } from './native.ts';

const root = resolve(import.meta.dirname, '../..');
let base: string;
let aws: Machine;

beforeEach(async () => {
  await mkdir(join(root, '.local'), { recursive: true });
  base = await mkdtemp(join(root, '.local/native-test-'));
  await writeFile(join(base, 'fetched'), 'the program');
  aws = { platform: 'linux', arch: 'arm64', ffmpeg: async () => join(base, 'fetched') };
});

afterEach(() => rm(base, { recursive: true }));

/** Two functions: one runs ffmpeg, the other only reads how long a video is. */
async function bundled() {
  const handlers = {
    runs: "import { findFfmpeg } from './lambdas/media/core/find-ffmpeg.ts'; export const handler = () => findFfmpeg({});",
    not: "import { secondsOf } from './lambdas/media/core/probe.ts'; export const handler = secondsOf;",
  };
  const outputs = await Promise.all(
    Object.entries(handlers).map(async ([name, contents]) => {
      const { metafile } = await build({
        absWorkingDir: root,
        stdin: { contents, resolveDir: root, loader: 'ts' },
        outfile: relative(root, join(base, name, 'index.js')),
        bundle: true,
        platform: 'node',
        format: 'cjs',
        metafile: true,
      });
      return metafile.outputs;
    }),
  );
  return { inputs: {}, outputs: Object.assign({}, ...outputs) };
}

const ffmpegOf = (name: string) => readFile(join(base, name, 'ffmpeg'), 'utf8').catch(() => undefined);

test('ffmpeg is packaged with the functions that run it on AWS, and with no others', async () => {
  const functions = await bundled();
  await placeNative(functions, aws);
  expect([await ffmpegOf('runs'), await ffmpegOf('not')]).toEqual(['the program', undefined]);
  await placeNative(functions, aws);
  expect(await ffmpegOf('runs')).toBe('the program');
  await placeNative(functions, { platform: 'linux', arch: 'arm64' });
  expect(existsSync(join(base, 'runs/ffmpeg'))).toBe(false);
});

test('unneeded packages are not downloaded', async () => {
  const { outputs } = await bundled();
  const [[name = '', output] = []] = Object.entries(outputs).filter(([path]) => path.includes('/not/'));
  const never = { ...aws, ffmpeg: () => Promise.reject(new Error('was fetched')) };
  await placeNative({ inputs: {}, outputs: { [name]: output } } as never, never);
});

test('refuses a function that is larger than AWS takes', async () => {
  const functions = await bundled();
  await truncate(join(base, 'fetched'), 240 * 2 ** 20);
  await placeNative(functions, aws);
  await truncate(join(base, 'fetched'), 250 * 2 ** 20);
  await expect(placeNative(functions, aws)).rejects.toThrow(/runs is 251 MB unzipped; AWS allows 250 MB/);
});

test('containers run Linux on this processor with an ffmpeg of theirs, the emulator runs what is here', async () => {
  const { local, localstack } = machines;
  expect([localstack.platform, localstack.arch, typeof localstack.ffmpeg]).toEqual(['linux', process.arch, 'function']);
  expect([local.platform, local.ffmpeg]).toEqual([process.platform, undefined]);
  await expect(ffmpegForLinux('riscv64')).rejects.toThrow('no ffmpeg for Linux on riscv64');
});
