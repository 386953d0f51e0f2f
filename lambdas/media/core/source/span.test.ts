// A film is as long as its longest track: the first or last picture is held while there is sound alone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { inFolder, run } from '../../../../test/media/films.ts';
import { made, mustKeepTheGrid, secondsIn } from '../../../../test/media/hls.ts';
import { loudIn, numberedPictures, numbersIn } from '../../../../test/media/numbered.ts';
import { secondsOf } from '../probe.ts';
import { rateWithSound, spanOf } from './span.ts';

jest.setTimeout(600_000);

interface Mix {
  readonly rate?: number;
  /** Seconds of the pictures and of the sound, from and to. */
  readonly pictures: readonly [number, number];
  readonly sound: readonly [number, number];
}

async function mixed(path: string, { rate = 25, pictures, sound }: Mix): Promise<string> {
  const codecs = path.endsWith('.webm')
    ? ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus']
    : ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac'];
  await run(
    ...['-itsoffset', `${pictures[0]}`, '-f', 'lavfi', '-i', numberedPictures(rate, pictures[1] - pictures[0])],
    ...['-itsoffset', `${sound[0]}`, '-f', 'lavfi', '-i', `sine=440:duration=${sound[1] - sound[0]}`],
    ...['-map', '0:v', '-map', '1:a', '-pix_fmt', 'yuv420p', '-fps_mode', 'passthrough', ...codecs, path],
  );
  return path;
}

const times = (count: number, value: number): number[] => Array.from({ length: count }, () => value);
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('a film', () => {
  test.each([
    ['sound after the pictures', 'mp4', { pictures: [0, 2], sound: [0, 6] }, [...range(50), ...times(100, 49)], []],
    ['sound after the pictures', 'webm', { pictures: [0, 2], sound: [0, 4] }, [...range(50), ...times(50, 49)], []],
    ['one picture with sound', 'mp4', { pictures: [0, 0.04], sound: [0, 10] }, times(250, 0), []],
    ['one picture a second long', 'mov', { rate: 1, pictures: [0, 1], sound: [0, 10] }, times(100, 0), []],
    ['pictures after the sound began', 'mp4', { pictures: [3, 6], sound: [0, 6] }, [...times(75, 0), ...range(75)], []],
    ['pictures after the sound began', 'mkv', { pictures: [3, 6], sound: [0, 6] }, [...times(75, 0), ...range(75)], []],
    [
      'pictures after the sound ended',
      'mov',
      { pictures: [3, 5], sound: [0, 2] },
      [...times(75, 0), ...range(50)],
      ['start 2.0', 'end 5.0'],
    ],
    [
      'sound after the pictures ended',
      'mp4',
      { pictures: [0, 2], sound: [3, 5] },
      [...range(50), ...times(75, 49)],
      ['start 0.0', 'end 3.0'],
    ],
    [
      'slides',
      'mp4',
      { rate: 0.5, pictures: [0, 6], sound: [0, 7.5] },
      range(75).map((i) => Math.min(2, Math.floor(i / 20))),
      [],
    ],
    ['sound that is shorter', 'mp4', { pictures: [0, 3], sound: [0, 1] }, range(75), ['start 1.0', 'end 3.0']],
  ] as const)('%s, in %s', (_, ending, mix, numbers, silence) =>
    inFolder(async (folder) => {
      const source = await mixed(join(folder, `film.${ending}`), mix);
      const { folder: hls, video } = await made(source, 'hls');
      const playlist = join(hls, '64p.m3u8');
      await mustKeepTheGrid(playlist, video);
      expect(await numbersIn(playlist)).toEqual([...numbers]);
      expect(await loudIn(join(hls, 'audio.m3u8'))).toEqual([...silence]);
      const seconds = secondsIn(await readFile(join(hls, 'audio.m3u8'), 'utf8'));
      expect(Math.abs(seconds - secondsOf(video))).toBeLessThan(0.05);
    }),
  );
});

describe('the span of a film', () => {
  const pictures = { times: [0, 0.04, 0.08], end: 0.12 };
  const rate = { num: 25_000, den: 1000 };
  const sound = (start: number, end: number) => ({ codec: 'aac', start, end });

  test('is not that of the padding of a sound codec', () => {
    for (const [start, end] of [
      [-0.048, 0.12],
      [0, 0.166],
      [0.05, 0.1],
    ] as const)
      expect(spanOf({ ...pictures, sound: sound(start, end) }, rate)).toEqual({ start: 0, end: 0.12 });
    expect(spanOf({ ...pictures, sound: undefined }, rate)).toEqual({ start: 0, end: 0.12 });
    expect(spanOf({ ...pictures, sound: sound(-0.06, 0.18) }, rate)).toEqual({ start: -0.04, end: 0.18 });
  });

  test('has a finer rate where a slow one would show slides too early or too late', () => {
    const slow = { num: 1000, den: 1000 };
    const slides = { times: [0, 1, 5], end: 6 };
    expect(rateWithSound(slow, { ...slides, sound: sound(0, 6.04) })).toEqual(slow);
    expect(rateWithSound(slow, { ...slides, sound: sound(0, 9) })).toEqual({ num: 10_000, den: 1000 });
    expect(rateWithSound(slow, { ...slides, sound: sound(-2.5, 6) })).toEqual({ num: 10_000, den: 1000 });
    expect(rateWithSound(slow, { times: [0, 1, 5.3], end: 6, sound: sound(0, 6) })).toEqual({ num: 10_000, den: 1000 });
    expect(rateWithSound({ num: 3000, den: 1000 }, { ...slides, sound: sound(0, 9) })).toEqual({
      num: 12_000,
      den: 1000,
    });
    for (const one of [
      { num: 10_000, den: 1000 },
      { num: 24_000, den: 1001 },
    ])
      expect(rateWithSound(one, { ...slides, sound: sound(0, 9) })).toEqual(one);
  });
});
