// Few key frames, as in a browser's recording of a still screen: every picture is there, once, and with its thumbnail.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { ffmpeg, inFolder, limits, probed, run } from '../../../../test/media/films.ts';
import { grid, made } from '../../../../test/media/hls.ts';
import { numbered, numbersIn } from '../../../../test/media/numbered.ts';
import { probeLimits } from '../../video/video.ts';
import { planChunks } from '../plan.ts';
import { probe } from '../probe.ts';
import { farthestGap, sparsenessOf } from './key-frames.ts';

jest.setTimeout(600_000);

test('one key frame in 40 seconds', () =>
  inFolder(async (folder) => {
    const source = await numbered(join(folder, 'film.mp4'), { seconds: 40, gop: 2000 });
    expect(await probe(ffmpeg, source, probeLimits)).toMatchObject({ video: { keyFrameSeconds: [0] } });
    const { folder: hls, video } = await made(source, 'hls');
    const chunks = planChunks(video, grid);
    expect(chunks.slice(-2).map(({ frames }) => frames)).toEqual([50, 250]);
    expect(await numbersIn(join(hls, '64p.m3u8'))).toEqual(Array.from({ length: 1000 }, (_, i) => i % 256));
    const vtt = await readFile(join(hls, 'thumbnails.vtt'), 'utf8');
    const tiles = [...vtt.matchAll(/^(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm)];
    expect(tiles).toHaveLength(40);
    // Beside the tiles of a full sheet it is black.
    const beside = ['-vf', 'crop=250:90:200:0,format=gray,signalstats,metadata=print', '-f', 'null', '-'];
    expect((await run('-i', join(hls, 'thumbnails-00015-00001.jpg'), ...beside)).stderr).toMatch(/YMAX=(?:1?\d)\s/);
    for (const second of [0, 29, 31, 34, 39]) {
      const [, file = '', x, y, width, height] = tiles[second] ?? [];
      expect(existsSync(join(hls, file))).toBe(true);
      const crop = `crop=${width}:${height}:${x}:${y}`;
      expect([second, ...(await numbersIn(join(hls, file), crop))]).toEqual([second, (25 * second) % 256]);
    }
  }));

test('a gap is from one key frame to the next, or to the end of the pictures', () => {
  const gap = (keyFrames: readonly number[], endSeconds: number) =>
    farthestGap(keyFrames, { perSecond: 25, endSeconds });
  expect([gap([0], 40), gap([0, 10, 15], 16), gap([0, 1], 9), gap([-7, 2], 3)]).toEqual([40, 10, 8, 9]);
  // Sound that goes on alone has no pictures to decode, and neither has a talk before the first slide.
  expect([gap([0], 2), gap([600], 610)]).toEqual([2, 10]);
  expect([60, 25, 5, 0.01].map((perSecond) => sparsenessOf({ perSecond, endSeconds: 1 }))).toEqual([1, 1, 5, 2500]);
});

test('a limit in pictures that are decoded in vain, not in seconds', () =>
  inFolder(async (folder) => {
    const few = { ...limits, maxKeyFrameGapSeconds: 10 };
    const busy = await numbered(join(folder, 'busy.mp4'), { seconds: 12, gop: 2000 });
    expect(await probe(ffmpeg, busy, few)).toEqual({ rejected: 'KEY_FRAMES_TOO_FAR_APART' });
    const still = join(folder, 'still.mkv');
    await run(
      '-i',
      busy,
      '-vf',
      "select='not(mod(n,50))'",
      '-fps_mode',
      'passthrough',
      '-c:v',
      'libx264',
      '-g',
      '99',
      still,
    );
    expect(await probed(still)).toMatchObject({ pictures: { perSecond: expect.closeTo(0.6, 1) } });
    expect(await probe(ffmpeg, still, few)).toHaveProperty('video');
  }));
