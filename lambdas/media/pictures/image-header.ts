// The type and size that a file claims, parsed by hand from its first bytes: no decoder sees a file before its type and size are
// known.
// PNG: https://www.w3.org/TR/png-3/#11IHDR, JPEG: ITU T.81 B.2.2, WebP: RFC 9649.
import type { ImageType } from '../files/accepted-files.ts';

export interface ImageHeader {
  readonly type: ImageType;
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
}

type Size = Omit<ImageHeader, 'type'>;

/** Undefined for anything but JPEG, PNG and WebP; 'damaged' for an image whose size cannot be read. */
export function readHeader(bytes: Buffer): ImageHeader | 'damaged' | undefined {
  for (const { type, is, sizeOf } of formats) {
    if (!is(bytes)) continue;
    const size = sizeOf(bytes);
    return size && size.width > 0 && size.height > 0 ? { type, ...size } : 'damaged';
  }
  return undefined;
}

const ascii = (bytes: Buffer, from: number, to: number): string => bytes.toString('latin1', from, to);

/** The start of image. What stands before the next marker, decoders skip. */
export const isJpeg = (bytes: Buffer): boolean => ascii(bytes, 0, 2) === '\xff\xd8';

const formats: readonly {
  readonly type: ImageType;
  readonly is: (bytes: Buffer) => boolean;
  readonly sizeOf: (bytes: Buffer) => Size | undefined;
}[] = [
  { type: 'image/png', is: (bytes) => ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n', sizeOf: pngSize },
  { type: 'image/jpeg', is: isJpeg, sizeOf: jpegSize },
  {
    type: 'image/webp',
    is: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP',
    sizeOf: webpSize,
  },
];

function pngSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 33 || ascii(bytes, 12, 16) !== 'IHDR') return undefined;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), animated: hasChunk(bytes, 'acTL', 'IDAT') };
}

/** Whether a PNG has the chunk `name` before the chunk `before`. */
function hasChunk(bytes: Buffer, name: string, before: string): boolean {
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const chunk = ascii(bytes, at + 4, at + 8);
    if (chunk === name || chunk === before) return chunk === name;
  }
  return false;
}

/** Start of frame, in any coding; C4, C8 and CC are other markers. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(bytes: Buffer): Size | undefined {
  for (let at = 2; at + 9 <= bytes.length; ) {
    const marker = bytes[at + 1] ?? 0;
    // Stray bytes, which decoders skip too, fill bytes and standalone markers.
    if (bytes[at] !== 0xff || marker === 0xff) at += 1;
    else if (marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (isFrame(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7), animated: false };
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function webpSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 30) return undefined;
  const chunk = ascii(bytes, 12, 16);
  if (chunk === 'VP8X')
    return {
      width: 1 + bytes.readUIntLE(24, 3),
      height: 1 + bytes.readUIntLE(27, 3),
      animated: ((bytes[20] ?? 0) & 2) !== 0,
    };
  if (chunk === 'VP8 ' && ascii(bytes, 23, 26) === '\x9d\x01\x2a')
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff, animated: false };
  if (chunk === 'VP8L' && bytes[20] === 0x2f) {
    const bits = bytes.readUInt32LE(21);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), animated: false };
  }
  return undefined;
}
