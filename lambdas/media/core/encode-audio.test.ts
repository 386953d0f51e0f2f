import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { inFolder, run } from '../../../test/media/films.ts';
import { made, secondsIn } from '../../../test/media/hls.ts';

jest.setTimeout(600_000);

test('sound that begins late and goes on after the pictures comes when it should, to its end', () =>
  inFolder(async (folder) => {
    const late = join(folder, 'late.mp4');
    const tone = ['-itsoffset', '1.5', '-f', 'lavfi', '-i', 'sine=duration=1'];
    const film = ['-f', 'lavfi', '-i', 'testsrc2=size=64x64:duration=2', ...tone];
    await run(...film, '-c:v', 'libx264', '-c:a', 'aac', late);
    const { folder: hls } = await made(late, 'hls');
    const playlist = join(hls, 'audio.m3u8');
    const { stderr } = await run('-i', playlist, '-af', 'silencedetect=noise=-40dB:d=0.5', '-f', 'null', '-');
    expect(Number(/silence_end: ([\d.]+)/.exec(stderr)?.[1])).toBeCloseTo(1.5, 1);
    // To a frame of the pictures, and one of AAC.
    expect(Math.abs(secondsIn(await readFile(playlist, 'utf8')) - 2.5)).toBeLessThan(0.04 + 1024 / 48_000);
  }));
