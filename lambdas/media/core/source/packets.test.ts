// Clips cut without encoding: their edit list says what is shown, and the film shows exactly that.
import { readFile, writeFile } from 'node:fs/promises';
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
    // Its poster is one of its pictures too.
    expect(await numbersIn(join(hls, 'poster.jpg'))).toEqual([shown[0]]);
  }),
);

test('a cut written in fragments, whose packets do not say what is left out', () =>
  inFolder(async (folder) => {
    const whole = await numbered(join(folder, 'whole.mp4'), { rate: 30, seconds: 8, sound: 8, gop: 75 });
    const clip = join(folder, 'clip.mp4');
    await run('-ss', '3.3', '-i', whole, '-t', '3', '-c', 'copy', '-movflags', 'frag_keyframe+delay_moov', clip);
    const { folder: hls, video } = await made(clip, 'hls');
    expect(video.keyFrameSeconds[0]).toBeLessThan(-0.5);
    const film = await numbersIn(join(hls, '64p.m3u8'));
    expect(film[0]).toBe(99);
    expect(film.length).toBeGreaterThanOrEqual(90);
    expect(await numbersIn(join(hls, 'poster.jpg'))).toEqual([99]);
  }));

interface Edit {
  readonly seconds: number;
  /** Ticks of the track. */
  readonly from: number;
}

/** The file with another edit list in its only track, whose header is the last of its boxes. */
function edited(bytes: Buffer, edits: readonly Edit[]): Buffer {
  const list = Buffer.alloc(8 + 12 * edits.length);
  list.writeUInt32BE(edits.length, 4);
  for (const [i, { seconds, from }] of edits.entries()) {
    list.writeUInt32BE(1000 * seconds, 8 + 12 * i);
    list.writeInt32BE(from, 12 + 12 * i);
    list.writeUInt32BE(0x10000, 16 + 12 * i);
  }
  const within = (data: Buffer): Buffer => {
    const boxes: Buffer[] = [];
    for (let at = 0; at < data.length; at += data.readUInt32BE(at)) {
      const box = data.subarray(at, at + data.readUInt32BE(at));
      const type = box.toString('latin1', 4, 8);
      const content = type === 'elst' ? list : box.subarray(8);
      const body = ['moov', 'trak', 'edts'].includes(type) ? within(content) : content;
      const header = Buffer.from(box.subarray(0, 8));
      header.writeUInt32BE(8 + body.length);
      boxes.push(header, body);
    }
    return Buffer.concat(boxes);
  };
  return within(bytes);
}

const part = (from: number, to: number) => ({ from, to });

test.each([
  { what: 'two parts', parts: [part(0, 50), part(135, 185)] },
  { what: 'a part twice', parts: [part(10, 30), part(10, 30)] },
  { what: 'parts in another order', parts: [part(120, 170), part(20, 50)] },
  { what: 'three parts, of which one is a moment', parts: [part(5, 55), part(100, 103), part(70, 130)] },
])('an edit list of $what shows them one after the other', ({ parts }) =>
  inFolder(async (folder) => {
    const path = await numbered(join(folder, 'film.mp4'), { seconds: 8, gop: 60 });
    const [tick, delay] = [512, 1024];
    const edits = parts.map(({ from, to }) => ({ seconds: (to - from) / 25, from: delay + from * tick }));
    await writeFile(path, edited(await readFile(path), edits));
    const shown = await numbersIn(path, 'fps=25');
    const { folder: hls } = await made(path, 'hls');
    const film = await numbersIn(join(hls, '64p.m3u8'));
    expect(film).toEqual(shown);
    for (const { from, to } of parts) for (const number of [from, to - 3]) expect(film).toContain(number);
  }),
);
