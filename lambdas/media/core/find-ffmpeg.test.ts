import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inFolder } from '../../../test/media/films.ts';
import { FfmpegMissing, findFfmpeg } from './find-ffmpeg.ts';

async function program(path: string, mode = 0o755): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  await chmod(path, mode);
  return path;
}

test('finds ffmpeg where it is told, then on the PATH, then in the wheel', () =>
  inFolder(async (folder) => {
    const venv = join(folder, 'venv');
    const binaries = join(venv, 'lib/python3.12/site-packages/imageio_ffmpeg/binaries');
    const wheel = await program(join(binaries, 'ffmpeg-linux-x86_64-v9.0.2'));
    await program(join(binaries, 'README.md'), 0o644);
    await program(join(folder, 'not-executable/ffmpeg'), 0o644);
    await mkdir(join(folder, 'a-folder/ffmpeg'), { recursive: true });
    const onPath = await program(join(folder, 'bin/ffmpeg'));
    const given = await program(join(folder, 'own/my-ffmpeg'));
    const passedBy = ['not-executable', 'a-folder'].map((name) => join(folder, name)).join(delimiter);
    const searchPath = [passedBy, join(folder, 'bin')].join(delimiter);
    expect(findFfmpeg({ given, searchPath, venv })).toBe(given);
    expect(findFfmpeg({ searchPath, venv })).toBe(onPath);
    expect(findFfmpeg({ searchPath: passedBy, venv })).toBe(wheel);
  }));

test('refuses with the fix: a wrong FFMPEG_PATH is not passed over, and nothing is named when there is nothing', () =>
  inFolder(async (folder) => {
    await program(join(folder, 'ffmpeg'));
    expect(() => findFfmpeg({ given: join(folder, 'none'), searchPath: folder })).toThrow(FfmpegMissing);
    expect(() => findFfmpeg({ given: join(folder, 'none'), searchPath: folder })).toThrow(/unset it/);
    expect(() => findFfmpeg({ searchPath: '', venv: folder })).toThrow(/apt install ffmpeg/);
  }));
