// Clips cut without encoding: their edit list says what is shown, and the film shows exactly that.
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { inFolder, run } from '../../../../test/media/films.ts';
import { made } from '../../../../test/media/hls.ts';
import { loudIn, numbered, numbersIn } from '../../../../test/media/numbered.ts';

jest.setTimeout(600_000);

test.each([
  ['H.264 in MP4 with sound, cut by seconds', 'h264', 'mp4', 3, true],
  ['H.264 in MP4 with sound, cut by a tenth', 'h264', 'mp4', 0.1, true],
  ['H.264 in MP4 without sound, cut by seconds', 'h264', 'mp4', 3, false],
  ['H.264 in MOV with sound, cut behind the second key frame', 'h264', 'mov', 4.4, true],
  ['H.264 in MOV without sound, cut by a tenth', 'h264', 'mov', 0.1, false],
  ['HEVC in MP4 with sound, cut by seconds', 'hevc', 'mp4', 3, true],
  ['HEVC in MP4 without sound, cut by a tenth', 'hevc', 'mp4', 0.1, false],
  ['HEVC in MOV with sound, cut by seconds', 'hevc', 'mov', 2.52, true],
] as const)('%s', (_, codec, ending, cut, sound) =>
  inFolder(async (folder) => {
    const gop = cut > 4 ? 100 : 250;
    const whole = await numbered(join(folder, 'whole.mp4'), { codec, seconds: 8, ...(sound && { sound: 8 }), gop });
    const clip = join(folder, `clip.${ending}`);
    await run(
      '-ss',
      `${cut}`,
      '-i',
      whole,
      '-t',
      '3',
      '-c',
      'copy',
      '-tag:v',
      codec === 'h264' ? 'avc1' : 'hvc1',
      clip,
    );
    // ffmpeg itself obeys the edit list, and holds a picture where the cut took the next one.
    const shown = await numbersIn(clip, 'fps=25');
    const first = Math.ceil(cut * 25 - 1e-6);
    expect(shown[0]).toBe(first);
    expect(shown.length).toBeGreaterThanOrEqual(74);
    const { folder: hls, video } = await made(clip, 'hls');
    expect(video).toMatchObject({ hasAudio: sound, rate: { num: 25_000, den: 1000 } });
    expect(Math.abs(video.frames - shown.length)).toBeLessThanOrEqual(1);
    const film = await numbersIn(join(hls, '64p.m3u8'));
    expect(film).toHaveLength(video.frames);
    expect(film.slice(0, shown.length)).toEqual(shown);
    if (sound) expect(await loudIn(join(hls, 'audio.m3u8'))).toEqual([]);
  }),
);
