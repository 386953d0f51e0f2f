// Pictures of another shape are fitted between black bars, and those of two fields become whole.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, jest, test } from '@jest/globals';
import { ffmpeg, inFolder, picturesOf, probed, run } from '../../../../test/media/films.ts';
import { made, mustKeepTheGrid } from '../../../../test/media/hls.ts';

jest.setTimeout(600_000);

/** Which of 16 columns and 16 rows of each picture are lit in their middle, from and to; equal pictures in a row once. */
async function litIn(path: string): Promise<string[]> {
  const filter = 'format=gray,scale=16:16:flags=neighbor';
  const { stdout } = await promisify(execFile)(
    ffmpeg,
    ['-v', 'error', '-nostdin', '-i', path, '-map', '0:v:0', '-vf', filter, '-f', 'rawvideo', '-'],
    { encoding: 'buffer', maxBuffer: 2 ** 24 },
  );
  const span = (values: readonly number[]): string => {
    const lit = values.map((value) => value > 120);
    return `${lit.indexOf(true)}-${lit.lastIndexOf(true)}`;
  };
  const lines: string[] = [];
  for (let at = 0; at < stdout.length; at += 256) {
    const picture = [...stdout.subarray(at, at + 256)];
    const row = picture.slice(8 * 16, 9 * 16);
    const column = picture.filter((_, i) => i % 16 === 8);
    const line = `${span(row)} ${span(column)}`;
    if (lines.at(-1) !== line) lines.push(line);
  }
  return lines;
}

/** A film whose parts are white pictures of these sizes, half a second each. */
async function ofSizes(path: string, sizes: readonly string[]): Promise<string> {
  const isWebm = path.endsWith('.webm');
  const parts = sizes.map((_, i) => `${path}-${i}.${isWebm ? 'ivf' : 'ts'}`);
  const codec = isWebm
    ? ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k']
    : ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bsf:v', 'dump_extra'];
  for (const [i, size] of sizes.entries()) {
    const white = ['-f', 'lavfi', '-i', `color=white:size=${size}:rate=25:duration=0.52`];
    await run(...white, ...codec, parts[i] ?? '');
  }
  if (isWebm) await joinIvf(parts, path);
  else await run('-i', `concat:${parts.join('|')}`, '-c', 'copy', path);
  return path;
}

/** A browser's recorder goes on in one track when the window it records changes its size. */
async function joinIvf(parts: readonly string[], path: string): Promise<void> {
  const list = `${path}.txt`;
  await writeFile(list, parts.map((part) => `file '${part}'\n`).join(''));
  await run('-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy', path);
}

test.each([
  ['a camera turned', 'mp4', ['160x90', '90x160'], ['0-15 0-15', '5-9 0-15']],
  ['a camera turned twice', 'mkv', ['160x90', '90x160', '160x90'], ['0-15 0-15', '5-9 0-15', '0-15 0-15']],
  ['a window made smaller and wider', 'webm', ['120x120', '60x60', '120x60'], ['0-15 0-15', '0-15 4-11']],
  ['one shape of another size', 'mkv', ['160x90', '320x180', '80x46'], ['0-15 0-15']],
] as const)('%s, in %s', (_, ending, sizes, shown) =>
  inFolder(async (folder) => {
    const source = await ofSizes(join(folder, `film.${ending}`), sizes);
    const { folder: hls, video } = await made(source, 'hls');
    const playlist = join(hls, `${Math.min(video.width, video.height)}p.m3u8`);
    await mustKeepTheGrid(playlist, video);
    expect(video.frames).toBeGreaterThanOrEqual(13 * sizes.length - 1);
    expect(await litIn(playlist)).toEqual([...shown]);
  }),
);

/** Rows of a picture that differ from the mean of their neighbours: the comb of a moving edge in two fields. */
async function combsIn(path: string, filter = 'null'): Promise<number> {
  const rows = 'format=gray,convolution=0 -1 0 0 2 0 0 -1 0:0 -1 0 0 2 0 0 -1 0';
  const { stderr } = await run(
    '-i',
    path,
    '-map',
    '0:v:0',
    '-vf',
    `${filter},${rows},signalstats,metadata=print`,
    '-f',
    'null',
    '-',
  );
  const means = [...stderr.matchAll(/YAVG=([\d.]+)/g)].map(([, mean]) => Number(mean));
  return means.reduce((sum, mean) => sum + mean, 0) / means.length;
}

/** A bar that moves at 50 fields a second: each picture of the interlaced film has it at two places. */
async function moving(path: string, fields: string, x264: string): Promise<string> {
  const bar = `color=black:size=160x96:rate=50:duration=3,geq=lum='if(between(mod(X-8*N,160),0,40),235,16)':cb=128:cr=128`;
  const codec = ['-c:v', 'libx264', '-crf', '10', '-pix_fmt', 'yuv420p', '-x264opts', x264];
  await run('-f', 'lavfi', '-i', `${bar},${fields}`, ...codec, path);
  return path;
}

test.each([
  ['mp4', 'top field first', 'tinterlace=interleave_top', 'tff=1', 160],
  ['mov', 'bottom field first', 'tinterlace=interleave_bottom', 'bff=1', 160],
  ['mkv', 'pixels that are not square', 'tinterlace=interleave_top,setsar=4/3', 'tff=1', 213],
])('an interlaced film becomes whole pictures, in %s, %s', (ending, _, fields, x264, width) =>
  inFolder(async (folder) => {
    const source = await moving(join(folder, `fields.${ending}`), fields, x264);
    const { folder: hls, video } = await made(source, 'hls');
    expect(video).toMatchObject({ isInterlaced: true, frames: 75, width, height: 96 });
    const playlist = join(hls, '96p.m3u8');
    const combs = await combsIn(source);
    expect(combs).toBeGreaterThan(10);
    expect(await combsIn(playlist)).toBeLessThan(combs / 4);
    expect(await combsIn(join(hls, 'poster.jpg'))).toBeLessThan(combs / 4);
    expect(await picturesOf(playlist, 'mpdecimate')).toHaveLength(75);
  }),
);

test('a film of whole pictures passes as it is, however much moves in it', () =>
  inFolder(async (folder) => {
    const source = await moving(join(folder, 'whole.mp4'), 'fps=25', 'force-cfr=1');
    expect(await probed(source)).not.toHaveProperty('isInterlaced');
  }));
