// Identifies a file by its bytes; its name and declared type are ignored. Only containers known here reach a decoder.
import { open } from 'node:fs/promises';
import { filmBoxes, topLevelBoxes } from '../boxes.ts';

/** Containers by the names of ffmpeg's demuxers. */
export type Container = 'mov' | 'matroska';
export type ContainerRefusal = 'EMPTY' | 'NOT_A_VIDEO' | 'TRUNCATED';

/** Brands of still pictures, which use the same boxes as films. */
const stillBrands = /^(?:hei[cxms]|hev[cxms]|mif[12]|msf1|avi[fsco]|crx |jpe[gs]|jp2 )$/;
const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;

/** Returns the container of a complete MP4, MOV, WebM or Matroska file, or why the file is refused. */
export async function containerOf(path: string): Promise<Container | ContainerRefusal> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size === 0) return 'EMPTY';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(128), 0, 128, 0);
    const head = buffer.subarray(0, bytesRead);
    if (bytesRead >= 12 && head.readUInt32BE(0) === EBML) return isWholeMatroska(head, size) ? 'matroska' : 'TRUNCATED';
    if (!filmBoxes.has(head.toString('latin1', 4, 8))) return 'NOT_A_VIDEO';
    const { boxes, whole } = await topLevelBoxes(file);
    const brand = boxes.find(({ type }) => type === 'ftyp')?.body;
    if (brand !== undefined) {
      const { buffer: name } = await file.read(Buffer.alloc(4), 0, 4, brand);
      if (stillBrands.test(name.toString('latin1'))) return 'NOT_A_VIDEO';
    }
    return whole && boxes.some(({ type }) => type === 'moov') ? 'mov' : 'TRUNCATED';
  } finally {
    await file.close();
  }
}

/** True when the segment after the EBML header ends within the file; a live recording's has no declared end. */
function isWholeMatroska(head: Buffer, size: number): boolean {
  const header = sizeAt(head, 4);
  if (!header) return false;
  const segment = header.after + header.value;
  if (segment + 4 >= head.length || head.readUInt32BE(segment) !== SEGMENT) return false;
  const content = sizeAt(head, segment + 4);
  if (!content) return false;
  return content.value === UNKNOWN || content.after + content.value <= size;
}

const UNKNOWN = Number.POSITIVE_INFINITY;

/** Reads EBML's number of one to eight bytes (RFC 8794, section 4): leading zero bits give the number of bytes that follow. */
function sizeAt(bytes: Buffer, at: number): { value: number; after: number } | undefined {
  const first = bytes[at] ?? 0;
  const length = Math.clz32(first) - 23;
  if (length > 8 || at + length > bytes.length) return undefined;
  let value = first & (0xff >> length);
  let allOnes = value === 0xff >> length;
  for (let i = 1; i < length; i += 1) {
    const byte = bytes[at + i] ?? 0;
    value = value * 256 + byte;
    allOnes &&= byte === 0xff;
  }
  return { value: allOnes ? UNKNOWN : value, after: at + length };
}
