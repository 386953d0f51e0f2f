// A film is read as players read it: whatever stands before its first picture's box, and after its last.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { ffmpeg, film, inFolder, limits, probed } from '../../../../test/media/films.ts';
import { probe } from '../probe.ts';

jest.setTimeout(600_000);

const box = (type: string, content: Uint8Array | string): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + content.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, Buffer.from(content)]);
};

const trailers: Readonly<Record<string, Buffer>> = {
  'a line feed': Buffer.from('\n'),
  'an ID3 tag': Buffer.concat([Buffer.from('TAGHarbour'), Buffer.alloc(118)]),
  'an ID3v2 tag': Buffer.from('ID3\x04\0\0\0\0\0\x0aTIT2\0\0\0\x02\0\0\0a'),
  'four zeros': Buffer.alloc(4),
  'a page of zeros': Buffer.alloc(4096),
  'a text': Buffer.from('<!-- made by a camera -->\r\n'.repeat(9)),
  'a maker’s trailer': Buffer.concat([Buffer.alloc(30, 7), Buffer.from('SEFH\x6b\0\0\0\x01\0\0\0SEFT')]),
  'bytes of ones': Buffer.alloc(33, 0xff),
  'a foreign box that is cut': box('samp', Buffer.alloc(90)).subarray(0, 40),
};

test.each([
  ['MP4', 'film.mp4', []],
  ['MP4 with its header first', 'film.mp4', ['-movflags', '+faststart']],
  ['MP4 in fragments', 'film.mp4', ['-movflags', '+frag_keyframe+empty_moov']],
  ['MOV', 'film.mov', []],
] as const)('bytes after the last box of an %s are no part of it', (_, name, more) =>
  inFolder(async (folder) => {
    const path = await film(join(folder, name), { size: '64x64', seconds: 0.4, sound: true, more });
    const [expected, whole] = [await probed(path), await readFile(path)];
    expect(expected.frames).toBeGreaterThanOrEqual(10);
    for (const [what, trailer] of Object.entries(trailers)) {
      await writeFile(path, Buffer.concat([whole, trailer]));
      expect([what, await probed(path)]).toEqual([what, expected]);
    }
    // A box of the film itself that is cut is still a film without its end.
    for (const missing of [1, 9, 100]) {
      await writeFile(path, whole.subarray(0, whole.length - missing));
      expect(await probe(ffmpeg, path, limits)).toEqual({ rejected: 'TRUNCATED' });
    }
  }),
);

test('a MOV may begin with any box of a film', () =>
  inFolder(async (folder) => {
    const path = await film(join(folder, 'film.mov'), {
      size: '64x64',
      seconds: 0.4,
      more: ['-movflags', '+faststart'],
    });
    const [expected, whole] = [await probed(path), await readFile(path)];
    const ftyp = whole.readUInt32BE(0);
    expect(whole.toString('latin1', 4, 8)).toBe('ftyp');
    // As long as the box whose place it takes, since the header's offsets count from the start of the file.
    for (const type of ['wide', 'free', 'skip', 'pnot', 'junk']) {
      await writeFile(path, Buffer.concat([box(type, Buffer.alloc(ftyp - 8)), whole.subarray(ftyp)]));
      expect([type, await probed(path)]).toEqual([type, expected]);
    }
    // `wide` alone has no content; then the samples come before the header, as a camera writes them.
    const camera = await film(join(folder, 'camera.mov'), { size: '64x64', seconds: 0.4 });
    const bytes = await readFile(camera);
    expect(bytes.toString('latin1', 24, 28)).toBe('wide');
    await writeFile(camera, Buffer.concat([box('wide', ''), box('skip', Buffer.alloc(4)), bytes.subarray(20)]));
    expect(await probed(camera)).toEqual(expected);
    // Still pictures stay what they are, wherever they say it.
    await writeFile(path, Buffer.concat([box('free', ''), box('ftyp', 'heic\0\0\0\0mif1'), box('moov', '')]));
    expect(await probe(ffmpeg, path, limits)).toEqual({ rejected: 'NOT_A_VIDEO' });
  }));
