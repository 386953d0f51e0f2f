// Generates pictures for tests: valid ones, and files that only claim to be pictures.
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Four quarters of different colours, which reveal any rotation. */
async function quarters(width: number, height: number): Promise<Sharp> {
  const corner = (background: string, left: number, top: number) => ({
    input: { create: { width: width >> 1, height: height >> 1, channels: 3 as const, background } },
    left,
    top,
  });
  const whole = sharp({ create: { width, height, channels: 3, background: '#ffffff' } }).composite([
    corner('#d02020', 0, 0),
    corner('#20a020', width >> 1, 0),
    corner('#2020d0', 0, height >> 1),
  ]);
  return sharp(await whole.removeAlpha().png().toBuffer());
}

export const jpeg = async (width = 640, height = 480): Promise<Buffer> =>
  (await quarters(width, height)).jpeg({ quality: 90 }).toBuffer();
/** The same JPEG with a comment that makes it `length` bytes long: at least 4 more, at most 65,537. */
export function lengthened(bytes: Buffer, length: number): Buffer {
  const comment = Buffer.alloc(length - bytes.length);
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(comment.length - 2, 2);
  return Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]);
}
export const png = async (width = 640, height = 480): Promise<Buffer> =>
  (await quarters(width, height)).png().toBuffer();
export const webp = async (width = 640, height = 480): Promise<Buffer> =>
  (await quarters(width, height)).webp().toBuffer();

/** A JPEG with camera metadata: orientation and owner. */
export const photo = async (orientation: number, width = 640, height = 480): Promise<Buffer> =>
  (await quarters(width, height))
    .withExif({ IFD0: { Copyright: 'SECRET-OWNER' } })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer();

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A valid PNG of one colour; the file is a thousandth of its size in memory. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(Math.min(height, 2000) * (1 + Math.ceil(width / 8)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A PNG that claims to be animated. */
export async function moving(): Promise<Buffer> {
  const still = await png(64, 64);
  const control = chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
  return Buffer.concat([still.subarray(0, 33), control, still.subarray(33)]);
}

export const script = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><image href="http://127.0.0.1:1/x"/></svg>',
);
/** A zip with one empty file: its local header and the end record. */
export const zip = Buffer.concat([
  Buffer.from('PK\x03\x04\x14\0\0\0\0\0', 'latin1'),
  Buffer.alloc(20),
  Buffer.from('PK\x05\x06', 'latin1'),
  Buffer.alloc(18),
]);
