// Renders a picture in three sizes, each as WebP and JPEG, with sharp. The same bytes give the same renditions, because
// their names are their hashes.
import sharp, { type Sharp } from 'sharp';
import { checksumOf, hashedName } from '../files/hashes.ts';
import { limits } from '../limits.ts';
import type { Picture, StoredRendition } from '../media.ts';
import { isJpeg } from './image-header.ts';
import { continued, differenceOf, ended } from './pixel-loss.ts';

// Of libvips' many decoders we allow only these three, reading from memory: none that reads files or URLs, or runs
// programs.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// A function has one vCPU and one picture at a time.
sharp.cache(false);
sharp.concurrency(1);

/** Pixels of the longer edge; a picture is never enlarged. */
const SIZES = { small: 320, medium: 960, large: 1920 } as const;
const PLACEHOLDER = 16;
const DECODE_SECONDS = 15;

export interface Rendered {
  readonly picture: Picture;
  /** By file name: two sizes of a small picture may be the same file. */
  readonly files: ReadonlyMap<string, { readonly bytes: Buffer; readonly contentType: string }>;
}

interface Pixels {
  readonly data: Buffer;
  readonly raw: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 };
}

/** For each EXIF orientation, the operations that undo it: first mirror, then turn clockwise. */
const UPRIGHT: Readonly<Record<number, { readonly mirror?: true; readonly turn?: 90 | 180 | 270 }>> = {
  2: { mirror: true },
  3: { turn: 180 },
  4: { mirror: true, turn: 180 },
  5: { mirror: true, turn: 270 },
  6: { turn: 90 },
  7: { mirror: true, turn: 90 },
  8: { turn: 270 },
};

const inside = (image: Sharp, edge: number): Sharp =>
  image.resize(edge, edge, { fit: 'inside', withoutEnlargement: true });

const fromPixels = ({ data, raw }: Pixels): Sharp => sharp(data, { raw });

async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { data, raw: { width, height, channels: channels as Pixels['raw']['channels'] } };
}

interface Decoded {
  readonly pixels: Pixels;
  readonly width: number;
  readonly height: number;
}

/**
 * Upright, in sRGB, and with nothing but pixels. Shrinks the picture before turning it, because turning needs the whole
 * picture in memory.
 */
async function decode(bytes: Buffer): Promise<Decoded> {
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: limits.imagePixels }).timeout({
    seconds: DECODE_SECONDS,
  });
  const { orientation = 1, width, height } = await image.metadata();
  const lying = await pixelsOf(inside(image, SIZES.large).toColourspace('srgb'));
  const { mirror, turn } = UPRIGHT[orientation] ?? {};
  const mirrored = mirror ? await pixelsOf(fromPixels(lying).flop()) : lying;
  const pixels = turn ? await pixelsOf(fromPixels(mirrored).rotate(turn)) : mirrored;
  return turn === 90 || turn === 270 ? { pixels, width: height, height: width } : { pixels, width, height };
}

/** Share of the pixels that a picture may lack at its end: a camera or a download that stopped too early by a moment. */
const MOST_MISSING = 0.02;

/** A JPEG that ends too early counts when the decoder finds almost all of its pixels. */
async function decodeWhole(bytes: Buffer): Promise<Decoded> {
  try {
    return await decode(bytes);
  } catch (error) {
    if (!isJpeg(bytes)) throw error;
    const [found, other] = [await decode(ended(bytes)), await decode(continued(bytes))];
    const { data, raw } = found.pixels;
    if (differenceOf(data, other.pixels.data, raw.channels) > MOST_MISSING) throw error;
    return found;
  }
}

const encoders = {
  webp: (image: Sharp) => image.webp({ quality: 80 }),
  // JPEG has no transparency.
  jpeg: (image: Sharp) => image.flatten({ background: '#ffffff' }).jpeg({ quality: 82 }),
} as const;

/** The decoder refused it: more than a little is missing, it is broken, or too slow. */
export class Undecodable extends Error {}

/** Throws Undecodable. `bytes` must have passed `judge` (pictures/verdict.ts). */
export async function render(bytes: Buffer): Promise<Rendered> {
  const { pixels, width, height } = await decodeWhole(bytes).catch((cause: Error) => {
    throw new Undecodable(cause.message, { cause });
  });
  const files = new Map<string, { bytes: Buffer; contentType: string }>();
  const renditions: StoredRendition[] = [];
  for (const size of ['small', 'medium', 'large'] as const) {
    for (const format of ['webp', 'jpeg'] as const) {
      const { data, info } = await encoders[format](inside(fromPixels(pixels), SIZES[size])).toBuffer({
        resolveWithObject: true,
      });
      const file = hashedName(data, format);
      files.set(file, { bytes: data, contentType: `image/${format}` });
      renditions.push({ size, format, width: info.width, height: info.height, bytes: data.length, file });
    }
  }
  const tiny = await inside(fromPixels(pixels), PLACEHOLDER).webp({ quality: 40 }).toBuffer();
  const placeholder = `data:image/webp;base64,${tiny.toString('base64')}`;
  return { picture: { width, height, checksum: checksumOf(bytes), placeholder, renditions }, files };
}
