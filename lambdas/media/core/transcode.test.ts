import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import {
  ffmpeg,
  film,
  inFolder,
  limits,
  packetsOf,
  picturesOf,
  probed,
  run,
  similarity,
  turn,
} from '../../../test/media/films.ts';
import { grid, made, mustKeepTheGrid, secondsIn } from '../../../test/media/hls.ts';
import { secondsOf } from './probe.ts';
import { transcode } from './transcode.ts';

jest.setTimeout(600_000);

describe('a film in chunks', () => {
  test('is as good as one made by a single process, in each size, and plays from the first frame to the last', () =>
    inFolder(async (folder) => {
      const source = await film(join(folder, 'film.mp4'), {
        ...{ size: '1920x1080', rate: '30000/1001', seconds: 2.4, sound: true },
        // As a phone records: B-frames, and key frames off the grid.
        ...{ gop: 47, more: ['-bf', '2', '-crf', '18'] },
      });
      const { folder: hls, video } = await made(source, 'hls');
      for (const [name, scale, rate, buffer] of [
        ['1080p', '1920:1080', '5.5M', '11M'],
        ['720p', '1280:720', '3M', '6M'],
        ['480p', '854:480', '1.4M', '2.8M'],
      ] as const) {
        const playlist = join(hls, `${name}.m3u8`);
        await mustKeepTheGrid(playlist, video);
        const frameSeconds = video.rate.den / video.rate.num;
        expect(Math.abs(secondsIn(await readFile(playlist, 'utf8')) - 2.4)).toBeLessThanOrEqual(frameSeconds);
        const single = join(folder, `${name}.mp4`);
        await run(
          ...['-i', source, '-vf', `scale=${scale}:flags=bicubic`, '-an', '-c:v', 'libx264', '-preset', 'veryfast'],
          ...['-crf', '23', '-maxrate', rate, '-bufsize', buffer, '-g', '30', single],
        );
        const [ours, theirs] = [await similarity(source, playlist, scale), await similarity(source, single, scale)];
        expect(theirs).toBeGreaterThan(0.9);
        expect(ours / theirs).toBeGreaterThan(0.995);
      }
      const sound = await packetsOf(join(hls, 'audio.m3u8'), 'a');
      const gaps = sound.slice(1).map(({ seconds }, i) => seconds - (sound[i]?.seconds ?? 0));
      for (const gap of gaps) expect(gap).toBeCloseTo(1024 / 48_000, 4);
      expect(Math.abs(secondsIn(await readFile(join(hls, 'audio.m3u8'), 'utf8')) - secondsOf(video))).toBeLessThan(
        0.05,
      );
      // The whole film, as a player fetches it.
      const { stdout } = await run(
        '-i',
        join(hls, 'master.m3u8'),
        '-map',
        '0:v:0',
        '-map',
        '0:a:0',
        '-f',
        'framecrc',
        '-',
      );
      expect(stdout.match(/^0,/gm)?.length).toBe(video.frames);
    }));

  test('shows the source’s own frames, each at its time, wherever chunks begin', () =>
    inFolder(async (folder) => {
      // The halves of the picture light up in turn, a second each, so the content at any time is known.
      const blink = "geq=lum='if(eq(mod(floor(T),2),gte(X,W/2)),235,16)':cb=128:cr=128";
      const source = join(folder, 'blink.mkv');
      const color = ['-f', 'lavfi', '-i', `color=size=64x64:rate=25:duration=5,${blink}`];
      await run(...color, '-c:v', 'libx264', '-g', '1000', '-sc_threshold', '0', '-output_ts_offset', '3', source);
      const { folder: hls, video } = await made(source, 'hls');
      expect(video).toMatchObject({ startSeconds: 3, frames: 125, keyFrameSeconds: [0] });
      const left = await picturesOf(
        join(hls, '64p.m3u8'),
        'crop=8:8:4:28,scale=1:1,format=gray,lutyuv=y=if(gt(val\\,128)\\,255\\,0)',
      );
      const seconds = Array.from({ length: 125 }, (_, i) => Math.floor(i / 25));
      expect(left.map((hash) => hash === left[0])).toEqual(seconds.map((second) => second % 2 === 0));
    }));

  test('has steady frames where the source’s come at any time, and holds a picture that stands long', () =>
    inFolder(async (folder) => {
      const source = join(folder, 'varying.mp4');
      const gaps = "select='lt(n,20)+between(n,50,80)+gt(n,110)*not(mod(n,3))'";
      await film(source, { seconds: 6, more: ['-vf', gaps, '-fps_mode', 'vfr'] });
      const { folder: hls, video } = await made(source, 'hls');
      expect(video.rate).toEqual({ num: 25_000, den: 1000 });
      await mustKeepTheGrid(join(hls, '180p.m3u8'), video);
      const shown = await picturesOf(join(hls, '180p.m3u8'), 'scale=32:18');
      expect(shown).toHaveLength(video.frames);
      expect(shown.length).toBeGreaterThan(140);
    }));

  test.each([
    ['turned by its camera', true, '180p', '180x320'],
    ['with pictures of two sizes', false, '180p', '320x180'],
  ])('is upright and of one size: %s', (_, isTurned, name, shape) =>
    inFolder(async (folder) => {
      const upright = await film(join(folder, 'upright.mp4'), { seconds: 3 });
      const source = join(folder, isTurned ? 'source.mp4' : 'source.mkv');
      if (isTurned) await turn(upright, source);
      else {
        const parts = [join(folder, 'a.ts'), join(folder, 'b.ts')] as const;
        for (const [i, size] of ['320x180', '160x90'].entries())
          await film(parts[i] ?? '', { size, seconds: 1.5, more: ['-bsf:v', 'dump_extra'] });
        await run('-i', `concat:${parts.join('|')}`, '-c', 'copy', source);
      }
      const { folder: hls, video } = await made(source, 'hls');
      expect(await readFile(join(hls, 'master.m3u8'), 'utf8')).toContain(`RESOLUTION=${shape}`);
      const { stderr } = await run('-i', join(hls, `${name}-00000.mp4`), '-f', 'null', '-');
      expect(stderr).toContain('SAR 1:1');
      expect(stderr).toMatch(new RegExp(`Video: h264.* ${shape}`));
      expect(stderr).not.toContain('displaymatrix');
      // No frame is missing, and none is a repetition.
      expect(await picturesOf(join(hls, `${name}.m3u8`))).toHaveLength(video.frames);
      expect(await picturesOf(join(hls, `${name}.m3u8`), 'mpdecimate')).toHaveLength(video.frames);
    }),
  );

  test('may be silent, and of one frame', () =>
    inFolder(async (folder) => {
      const one = await film(join(folder, 'one.mp4'), { seconds: 0.04 });
      const { folder: hls } = await made(one, 'hls');
      const master = await readFile(join(hls, 'master.m3u8'), 'utf8');
      expect(master).not.toContain('AUDIO');
      expect(master).not.toContain('mp4a');
      expect(await packetsOf(join(hls, '180p.m3u8'))).toEqual([{ seconds: 0, isKey: true }]);
    }));
});

describe('a transcode that fails', () => {
  test('leaves no master playlist, and ends the rest of it', () =>
    inFolder(async (folder) => {
      const source = await film(join(folder, 'film.mp4'), { seconds: 3, sound: true });
      const video = await probed(source);
      const work = { ffmpeg, source, video, folder, limits, grid };
      await expect(transcode({ ...work, source: join(folder, 'gone.mp4') }, { workers: 2 })).rejects.toThrow(
        'No such file',
      );
      const stop = new AbortController();
      const stopped = transcode(
        { ...work, limits: { ...limits, signal: stop.signal } },
        { onFrames: () => stop.abort(new Error('the job was cancelled')) },
      );
      await expect(stopped).rejects.toThrow('the job was cancelled');
      // The last frame can be held for missing ones, but a chunk without any frame fails.
      const longer = { ...video, frames: 2 * video.frames, keyFrameSeconds: [...video.keyFrameSeconds, 100] };
      await writeFile(join(folder, 'other.mp4'), '');
      await expect(transcode({ ...work, video: longer, source: join(folder, 'other.mp4') })).rejects.toThrow();
      expect(existsSync(join(folder, 'master.m3u8'))).toBe(false);
    }));
});

test('a transcode tells how many frames are done, on the way, never fewer than before, and all of them at the end', () =>
  inFolder(async (folder) => {
    // One chunk, so that progress before its end comes from within it.
    const source = await film(join(folder, 'film.mp4'), { size: '1280x720', seconds: 20 });
    const video = await probed(source);
    const told: number[] = [];
    const long = { segmentSeconds: 1, segmentsPerChunk: 20 };
    await transcode({ ffmpeg, source, video, folder, limits, grid: long }, { onFrames: (frames) => told.push(frames) });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(new Set(told).size).toBeGreaterThan(2);
    expect(told.at(-1)).toBe(video.frames);
  }));
