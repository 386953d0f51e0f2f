import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { canary } from '../../../test/media/canary.ts';
import { ffmpeg, film, inFolder, limits, probed, python, run, turn } from '../../../test/media/films.ts';
import { probe, secondsOf, type VideoLimits } from './probe.ts';

jest.setTimeout(300_000);

const reasonOf = async (path: string, other: Partial<VideoLimits> = {}, program = ffmpeg): Promise<string> => {
  const result = await probe(program, path, { ...limits, ...other });
  return 'rejected' in result ? result.rejected : 'READY';
};

async function written(folder: string, name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** The first part of a file, like an interrupted upload. */
async function cut(folder: string, path: string, part: number): Promise<string> {
  const bytes = await readFile(path);
  return written(folder, `cut-${path.split('/').at(-1)}`, bytes.subarray(0, Math.floor(bytes.length * part)));
}

/** A box of an MP4. */
const box = (type: string, content: string | Uint8Array): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, Buffer.from(content)]);
};
const ftyp = box('ftyp', 'isom\0\0\0\0isommp41');

/** An ffmpeg that records the peak resident memory of each run, in KB. */
async function weighed(folder: string): Promise<{ program: string; kilobytes: () => Promise<number[]> }> {
  const [program, notes] = [join(folder, 'weighed'), join(folder, 'kilobytes')];
  const script = [
    `#!${python}`,
    'import resource, subprocess, sys',
    `code = subprocess.run([${JSON.stringify(ffmpeg)}] + sys.argv[1:]).returncode`,
    // macOS reports bytes.
    'unit = 1024 if sys.platform == "darwin" else 1',
    `print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit, file=open(${JSON.stringify(notes)}, "a"))`,
    'sys.exit(code)',
  ];
  await writeFile(program, script.join('\n'));
  await chmod(program, 0o755);
  return { program, kilobytes: async () => (await readFile(notes, 'utf8')).trim().split('\n').map(Number) };
}

describe('a file that is not a film', () => {
  test('is refused by its bytes, whatever its name, and calls nobody', () =>
    inFolder(async (folder) =>
      canary(async (address, calls) => {
        const refused = async (name: string, content: string | Uint8Array) =>
          reasonOf(await written(folder, name, content));
        const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script href="${address}"/><image href="${address}/a.png"/></svg>`;
        const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n${address}/a.ts\n#EXT-X-ENDLIST\n`;
        expect(await refused('nothing.mp4', '')).toBe('EMPTY');
        expect(await refused('picture.mp4', svg)).toBe('NOT_A_VIDEO');
        expect(await refused('playlist.mp4', playlist)).toBe('NOT_A_VIDEO');
        expect(await refused('concat.mp4', `ffconcat version 1.0\nfile ${address}/a.mp4\n`)).toBe('NOT_A_VIDEO');
        expect(await refused('zip.mp4', 'PK\x03\x04\x14\0\0\0\b\0film.mp4')).toBe('NOT_A_VIDEO');
        expect(await refused('photo.mp4', Buffer.concat([box('ftyp', 'heic\0\0\0\0mif1'), box('moov', '')]))).toBe(
          'NOT_A_VIDEO',
        );
        expect(await refused('disguised.mp4', Buffer.concat([ftyp, Buffer.from(playlist)]))).toBe('TRUNCATED');
        expect(await refused('garbage.mp4', Buffer.concat([ftyp, box('moov', playlist)]))).toMatch(/BROKEN|NO_VIDEO/);
        expect(await refused('loop.mp4', Buffer.concat([ftyp, Buffer.alloc(64)]))).toBe('TRUNCATED');
        expect(calls()).toBe(0);
      }),
    ));

  test('is refused whatever follows the first bytes', () =>
    inFolder(async (folder) => {
      const start = fc.constantFrom(ftyp, Buffer.from('1a45dfa3', 'hex'), Buffer.alloc(0));
      await fc.assert(
        fc.asyncProperty(start, fc.uint8Array({ minLength: 1, maxLength: 300 }), async (head, rest) => {
          const path = await written(folder, 'random', Buffer.concat([head, rest]));
          expect(await reasonOf(path, {}, '/no/such/program')).toMatch(/^(?:NOT_A_VIDEO|TRUNCATED)$/);
        }),
        { numRuns: 60 },
      );
    }));

  test('is refused when it has no moving picture, or one that is not decoded here', () =>
    inFolder(async (folder) => {
      const [sound, album, odd] = ['sound.m4a', 'album.m4a', 'odd.mov'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const tone = ['-f', 'lavfi', '-i', 'sine=duration=1'];
      await run(...tone, '-c:a', 'aac', sound);
      const cover = ['-f', 'lavfi', '-i', 'color=size=64x64:duration=0.04'];
      await run(...tone, ...cover, '-c:a', 'aac', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic', album);
      await run('-f', 'lavfi', '-i', 'testsrc2=size=64x64:duration=1', '-c:v', 'prores', odd);
      expect(await reasonOf(sound)).toBe('NO_VIDEO');
      expect(await reasonOf(album)).toBe('NO_VIDEO');
      expect(await reasonOf(odd)).toBe('UNSUPPORTED_CODEC');
    }));
});

describe('a damaged or oversized film', () => {
  test('is refused with its reason, each in little memory', () =>
    inFolder(async (folder) => {
      const { program, kilobytes } = await weighed(folder);
      const reason = (path: string, other: Partial<VideoLimits> = {}) =>
        reasonOf(path, { cpuSeconds: 5, ...other }, program);
      const whole = await film(join(folder, 'whole.mp4'), { seconds: 4, sound: true });
      const fast = await film(join(folder, 'fast.mp4'), { seconds: 4, more: ['-movflags', '+faststart'] });
      const webm = await film(join(folder, 'film.mkv'), { seconds: 4 });
      expect(await reason(whole)).toBe('READY');
      for (const path of [whole, fast, webm]) expect(await reason(await cut(folder, path, 0.6))).toBe('TRUNCATED');

      const hollow = await readFile(whole);
      const mdat = hollow.indexOf('mdat');
      hollow.fill(0, mdat + 4, mdat - 4 + hollow.readUInt32BE(mdat - 4));
      expect(await reason(await written(folder, 'hollow.mp4', hollow))).toBe('BROKEN');

      // A table of 20 million frames of one byte each, which takes no space in the file.
      const table = await readFile(fast);
      for (const [type, at, values] of [
        ['stsz', 8, [1, 20_000_000]],
        ['stsc', 16, [20_000_000]],
        ['stts', 12, [20_000_000]],
      ] as const)
        for (const [i, value] of values.entries()) table.writeUInt32BE(value, table.indexOf(type) + at + 4 * i);
      expect(await reason(await written(folder, 'table.mp4', table))).toBe('BROKEN');

      expect(await reason(whole, { maxSeconds: 3 })).toBe('TOO_LONG');
      const crowded = await film(join(folder, 'crowded.mp4'), { rate: '1000', seconds: 0.1 });
      expect(await reason(crowded, { maxSeconds: 0.15 })).toBe('TOO_LONG');
      expect(await reason(whole, { maxPixels: 320 * 100 })).toBe('TOO_MANY_PIXELS');
      expect(await reason(whole, { maxKeyFrameGapSeconds: 1 })).toBe('KEY_FRAMES_TOO_FAR_APART');
      const tiny = await film(join(folder, 'tiny.mp4'), { size: '64x8', seconds: 1 });
      expect(await reason(tiny)).toBe('TOO_SMALL');
      for (const size of await kilobytes()) expect(size).toBeLessThan(300_000);
    }));

  test('is measured by its pictures, not by what its header says', () =>
    inFolder(async (folder) => {
      const path = await film(join(folder, 'film.mp4'), { seconds: 1 });
      const bytes = await readFile(path);
      const entry = bytes.indexOf('avc1', bytes.indexOf('stsd'));
      expect([bytes.readUInt16BE(entry + 28), bytes.readUInt16BE(entry + 30)]).toEqual([320, 180]);
      bytes.writeUInt16BE(64, entry + 28);
      bytes.writeUInt16BE(36, entry + 30);
      const small = await written(folder, 'small.mp4', bytes);
      expect(await reasonOf(small, { maxPixels: 320 * 100 })).toBe('TOO_MANY_PIXELS');
      expect(await probed(small)).toMatchObject({ width: 320, height: 180 });
    }));

  test('that keeps its reader waiting is refused; what is no fault of the film is thrown', () =>
    inFolder(async (folder) => {
      const path = await film(join(folder, 'film.mp4'), { seconds: 1 });
      const slow = await written(folder, 'slow', '#!/bin/sh\nexec sleep 60\n');
      await chmod(slow, 0o755);
      expect(await reasonOf(path, { timeoutMs: 300 }, slow)).toBe('TOO_SLOW');
      await expect(reasonOf(path, {}, '/no/such/program')).rejects.toThrow('ENOENT');
      await expect(reasonOf(join(folder, 'none'))).rejects.toThrow('ENOENT');
      await expect(reasonOf(path, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
    }));
});

describe('a film', () => {
  test('is told as it is: size, rate, length, key frames, sound, in MP4, MOV and WebM', () =>
    inFolder(async (folder) => {
      const path = await film(join(folder, 'film.mp4'), { rate: '30000/1001', seconds: 3, sound: true, gop: 40 });
      const found = await probed(path);
      expect(found).toMatchObject({
        container: 'mov',
        codec: 'h264',
        width: 320,
        height: 180,
        startSeconds: 0,
        hasAudio: true,
      });
      expect(found.rate).toEqual({ num: 30_000, den: 1001 });
      expect(found.frames).toBe(90);
      expect(found.keyFrameSeconds.map((at) => Math.round(at * 29.97))).toEqual([0, 40, 80]);
      const [mov, webm] = [join(folder, 'film.mov'), join(folder, 'film.webm')];
      await run('-i', path, '-c', 'copy', '-an', mov);
      expect(await probed(mov)).toEqual({ ...found, hasAudio: false });
      await run('-i', path, '-an', '-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '200k', webm);
      const { keyFrameSeconds: _, ...same } = { ...found, hasAudio: false, container: 'matroska', codec: 'vp8' };
      expect(await probed(webm)).toMatchObject(same);
    }));

  test('is as wide as it is shown: turned, and with square pixels', () =>
    inFolder(async (folder) => {
      const upright = await film(join(folder, 'film.mp4'), { seconds: 0.2 });
      const turned = join(folder, 'turned.mp4');
      await turn(upright, turned);
      expect(await probed(turned)).toMatchObject({ width: 180, height: 320 });
      const wide = await film(join(folder, 'wide.mp4'), { seconds: 0.2, more: ['-vf', 'setsar=4/3'] });
      expect(await probed(wide)).toMatchObject({ width: 427, height: 180 });
    }));

  test('may be one frame, or begin at another time than 0', () =>
    inFolder(async (folder) => {
      const one = await probed(await film(join(folder, 'one.mp4'), { seconds: 0.04 }));
      expect([one.frames, secondsOf(one)]).toEqual([1, 0.04]);
      const late = await film(join(folder, 'late.mkv'), { seconds: 1, more: ['-output_ts_offset', '7'] });
      expect((await stat(late)).size).toBeGreaterThan(0);
      expect(await probed(late)).toMatchObject({ startSeconds: 7, frames: 25, keyFrameSeconds: [0] });
    }));
});
