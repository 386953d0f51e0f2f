// Reads type and size from the first bytes: the result equals a decoder's, and any input gives an answer.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bomb, jpeg, moving, photo, png, script, webp, zip } from '../../../test/pictures.ts';
import { readHeader } from './image-header.ts';

test('each format is known with its size, in all its codings', async () => {
  const { default: sharp } = await import('sharp');
  const of = async (make: (image: ReturnType<typeof sharp>) => ReturnType<typeof sharp>) =>
    readHeader(await make(sharp(await png(301, 203))).toBuffer());
  const size = { width: 301, height: 203, animated: false };
  expect(readHeader(await png(301, 203))).toEqual({ type: 'image/png', ...size });
  expect(await of((image) => image.png({ progressive: true }))).toEqual({ type: 'image/png', ...size });
  expect(readHeader(await jpeg(301, 203))).toEqual({ type: 'image/jpeg', ...size });
  expect(await of((image) => image.jpeg({ progressive: true }))).toEqual({ type: 'image/jpeg', ...size });
  expect(readHeader(await photo(6, 301, 203))).toEqual({ type: 'image/jpeg', ...size });
  expect(readHeader(await webp(301, 203))).toEqual({ type: 'image/webp', ...size });
  expect(await of((image) => image.webp({ lossless: true }))).toEqual({ type: 'image/webp', ...size });
  expect(await of((image) => image.ensureAlpha(0.5).webp())).toEqual({ type: 'image/webp', ...size });
});

test('what moves, what is huge, and what is something else is told apart', async () => {
  expect(readHeader(await moving())).toMatchObject({ type: 'image/png', animated: true });
  expect(readHeader(bomb(50_000, 50_000))).toMatchObject({ width: 50_000, height: 50_000 });
  const { default: sharp } = await import('sharp');
  const frames = [await png(20, 20), await jpeg(20, 20)];
  const film = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  expect(readHeader(film)).toMatchObject({ type: 'image/webp', animated: true });
  for (const other of [script, zip, Buffer.alloc(0), Buffer.from('GIF89a')]) expect(readHeader(other)).toBe(undefined);
  for (const whole of [await png(), await jpeg(), await webp()])
    expect(readHeader(whole.subarray(0, 13))).toBe('damaged');
  expect(readHeader(bomb(0, 7))).toBe('damaged');
});

test('fails on no bytes at all: whatever follows the first ones, it answers', () => {
  const begins = ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR', '\xff\xd8\xff', 'RIFF\0\0\0\0WEBPVP8X', 'RIFF\0\0\0\0WEBPVP8L', ''];
  fc.assert(
    fc.property(fc.constantFrom(...begins), fc.uint8Array({ maxLength: 200 }), (begin, rest) => {
      const header = readHeader(Buffer.concat([Buffer.from(begin, 'latin1'), rest]));
      if (typeof header !== 'object') return;
      expect(header.width).toBeGreaterThan(0);
      expect(header.height).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
