import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { film, inFolder, run } from '../../../test/media/films.ts';
import { made } from '../../../test/media/hls.ts';

jest.setTimeout(600_000);

const hashes = async (folder: string): Promise<string[]> =>
  Promise.all(
    (await readdir(folder)).sort().map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );

describe('a chunk', () => {
  test('is the same bytes each time', () =>
    inFolder(async (folder) => {
      const source = await film(join(folder, 'film.mp4'), { seconds: 3, sound: true });
      const { folder: first } = await made(source, 'first');
      const { folder: second } = await made(source, 'second');
      expect(await hashes(second)).toEqual(await hashes(first));
      expect((await readdir(first)).sort()).toEqual([
        ...[
          '180p-00000.mp4',
          '180p-00001.mp4',
          '180p.m3u8',
          'audio.m3u8',
          'audio.mp4',
          'manifest.mpd',
          'master.m3u8',
          'poster.jpg',
        ],
        ...['thumbnails-00000.jpg', 'thumbnails-00001.jpg', 'thumbnails.vtt'],
      ]);
    }));

  test('has a tile for each segment that shows how it begins', () =>
    inFolder(async (folder) => {
      const source = join(folder, 'greys.mp4');
      const greys = "geq=lum='40+40*floor(T)':cb=128:cr=128";
      await run('-f', 'lavfi', '-i', `color=size=128x72:rate=25:duration=4.4,${greys}`, '-c:v', 'libx264', source);
      const { folder: hls } = await made(source, 'hls');
      const vtt = await readFile(join(hls, 'thumbnails.vtt'), 'utf8');
      const cues = [...vtt.matchAll(/^(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)$/gm)];
      expect(cues.map(([, from, to]) => `${from} ${to}`)).toEqual([
        ...['00:00:00.000 00:00:01.000', '00:00:01.000 00:00:02.000', '00:00:02.000 00:00:03.000'],
        ...['00:00:03.000 00:00:04.000', '00:00:04.000 00:00:04.400'],
      ]);
      for (const [second, [, , , file = '', x, y, width, height]] of cues.entries()) {
        const middle = `crop=${width}:${height}:${x}:${y},scale=1:1:in_range=full:out_range=full,format=gray`;
        const statistics = `${middle},signalstats,metadata=print`;
        const { stderr } = await run('-i', join(hls, file), '-vf', statistics, '-f', 'null', '-');
        const brightness = ((40 + 40 * second - 16) * 255) / 219;
        expect(Math.abs(Number(/YAVG=(\d+)/.exec(stderr)?.[1]) - brightness)).toBeLessThan(8);
      }
    }));
});
