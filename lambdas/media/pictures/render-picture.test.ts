// Renditions: upright whatever the EXIF orientation, the same for the same bytes, and nothing but pixels.
import { expect, test } from '@jest/globals';
import sharp, { type JpegOptions } from 'sharp';
import { bomb, jpeg, photo, png, webp } from '../../../test/pictures.ts';
import { limits } from '../limits.ts';
import { render, Undecodable } from './render-picture.ts';
import { judge } from './verdict.ts';

const SIDE = 64;
/** The pixels as four by four colours, coarse enough that no codec changes any. */
const colours = async (bytes: Buffer): Promise<number[]> =>
  [...(await sharp(bytes).resize(4, 4, { fit: 'fill', kernel: 'nearest' }).removeAlpha().raw().toBuffer())].map(
    (value) => Number(value > 110),
  );

test.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i is shown as the camera saw it', async (orientation) => {
  const bytes = await photo(orientation, 2 * SIDE, SIDE);
  const { picture, files } = await render(bytes);
  // The reference is sharp's own method, which needs the whole picture in memory.
  const upright = await sharp(bytes).autoOrient().png().toBuffer({ resolveWithObject: true });
  expect([picture.width, picture.height]).toEqual([upright.info.width, upright.info.height]);
  for (const { file, width, height } of picture.renditions) {
    expect([width, height]).toEqual([upright.info.width, upright.info.height]);
    expect(await colours(files.get(file)?.bytes as Buffer)).toEqual(await colours(upright.data));
  }
});

test('the same bytes give the same renditions, and of two sizes that are one only one is kept', async () => {
  const bytes = await jpeg(200, 100);
  const [first, second] = [await render(bytes), await render(bytes)];
  expect(second.picture).toEqual(first.picture);
  expect(first.files.size).toBe(2);
  const large = await render(await jpeg(2000, 1000));
  expect(large.files.size).toBe(6);
  expect(large.picture.renditions.map(({ width }) => width)).toEqual([320, 320, 960, 960, 1920, 1920]);
});

test('what can be seen through stays so as WebP, and is on white as JPEG', async () => {
  const create = { width: 40, height: 40, channels: 4 as const, background: { r: 200, g: 0, b: 0, alpha: 0.5 } };
  const bytes = await sharp({ create }).png().toBuffer();
  const { picture, files } = await render(bytes);
  const pixel = async (format: string) => {
    const file = picture.renditions.find((one) => one.format === format)?.file ?? '';
    return [...(await sharp(files.get(file)?.bytes).raw().toBuffer()).subarray(0, 4)];
  };
  const near = (value: number) => expect.closeTo(value, -1);
  expect(await pixel('webp')).toEqual([200, 0, 0, 128].map(near));
  expect((await pixel('jpeg')).slice(0, 3)).toEqual([228, 128, 128].map(near));
});

/** A picture of noise, in which every row takes about as many bytes as any other. */
async function noisy(options: JpegOptions = {}): Promise<Buffer> {
  const create = {
    width: 400,
    height: 304,
    channels: 3 as const,
    noise: { type: 'gaussian' as const, mean: 128, sigma: 40 },
  };
  return sharp({ create: { ...create, background: '#808080' } })
    .jpeg({ quality: 80, ...options })
    .toBuffer();
}

const inserted = (bytes: Buffer, at: number, stray: readonly number[]): Buffer =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(stray), bytes.subarray(at)]);
/** Where the first segment of a JPEG ends. */
const afterFirst = (bytes: Buffer): number => 4 + bytes.readUInt16BE(4);

test.each([
  ['baseline', {}],
  ['progressive', { progressive: true }],
  ['with all colours', { chromaSubsampling: '4:4:4' }],
] as const)('a %s JPEG with stray bytes, or without its end, is the picture it is', async (_, options) => {
  const whole = await noisy(options);
  const { picture } = await render(whole);
  const same = { ...picture, checksum: expect.any(String) };
  const later = afterFirst(whole);
  for (const [what, bytes] of Object.entries({
    'no end marker': whole.subarray(0, whole.length - 2),
    'half an end marker': whole.subarray(0, whole.length - 1),
    'stray bytes at the start': inserted(whole, 2, [0, 7, 0]),
    'stray bytes between segments': inserted(whole, later, [1, 2, 3, 4, 5]),
    'a stray stuffed byte': inserted(whole, later, [0xff, 0]),
    'fill bytes': inserted(whole, later, [0xff, 0xff, 0xff]),
    both: inserted(whole, later, [9, 9]).subarray(0, whole.length),
    'bytes after its end': Buffer.concat([whole, Buffer.from('trailer\n')]),
  })) {
    expect([what, judge(bytes, 'image/jpeg')]).toEqual([what, expect.objectContaining({ width: 400, height: 304 })]);
    expect([what, (await render(bytes)).picture]).toEqual([what, same]);
  }
});

test.each([
  ['image/png', png],
  ['image/webp', webp],
] as const)('bytes after the end of a picture of type %s are no part of it', async (type, make) => {
  const whole = await make(300, 200);
  const { picture } = await render(whole);
  for (const bytes of [Buffer.concat([whole, Buffer.from('\n')]), Buffer.concat([whole, Buffer.alloc(4096)])]) {
    expect(judge(bytes, type)).toMatchObject({ width: 300, height: 200 });
    expect((await render(bytes)).picture).toEqual({ ...picture, checksum: expect.any(String) });
  }
});

test('a PNG without its end is the picture it is', async () => {
  const whole = await png(300, 200);
  const { picture } = await render(whole);
  for (const missing of [1, 4, 12])
    expect((await render(whole.subarray(0, -missing))).picture).toEqual({ ...picture, checksum: expect.any(String) });
});

test('a JPEG may lack two hundredths of its pixels, and no more', async () => {
  const whole = await noisy();
  const body = whole.length - 623;
  const cut = (share: number) => render(whole.subarray(0, whole.length - Math.round(body * share)));
  for (const share of [0.001, 0.01, 0.015])
    expect((await cut(share)).picture).toMatchObject({ width: 400, height: 304 });
  for (const share of [0.03, 0.1, 0.5, 0.9]) await expect(cut(share)).rejects.toBeInstanceOf(Undecodable);
  // A progressive one without its last scan has every pixel, and none is right.
  const progressive = await noisy({ progressive: true });
  for (const share of [0.1, 0.5])
    await expect(render(progressive.subarray(0, progressive.length * (1 - share)))).rejects.toBeInstanceOf(Undecodable);
});

test('refuses what is cut off, broken, or larger than it may be', async () => {
  const [whole, other] = [await jpeg(), await png()];
  const broken = Buffer.from(other);
  broken.fill(7, 200, 400);
  for (const bytes of [
    whole.subarray(0, whole.length - 300),
    other.subarray(0, other.length / 2),
    broken,
    bomb(10, 3000),
  ])
    await expect(render(bytes)).rejects.toBeInstanceOf(Undecodable);
  await expect(render(bomb(limits.imagePixels / 1000 + 1, 1000))).rejects.toBeInstanceOf(Undecodable);
});

test('reads neither SVG nor files, whatever comes', async () => {
  for (const text of ['<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', '/etc/hostname', 'P1\n1 1\n1'])
    await expect(render(Buffer.from(text))).rejects.toBeInstanceOf(Undecodable);
});
