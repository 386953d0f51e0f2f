// Renditions: upright whatever the EXIF orientation, the same for the same bytes, and nothing but pixels.
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { bomb, jpeg, photo, png } from '../../../test/pictures.ts';
import { limits } from '../limits.ts';
import { render, Undecodable } from './render-picture.ts';

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
