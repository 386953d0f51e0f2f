// Reads the boxes of an MP4 file (ISO/IEC 14496-12): 4 bytes of size, 4 of type, then the content, in some types more boxes.
import type { FileHandle } from 'node:fs/promises';

export interface Box {
  readonly type: string;
  /** Offset of the box, header included, from the start of the buffer or file. */
  readonly offset: number;
  readonly length: number;
  /** Offset of its content. */
  readonly body: number;
}

const HEADER = 8;
const LARGE_HEADER = 16;
/** No camera or browser writes more: a minute in fragments of a tenth of a second has 1,200. */
const MOST_BOXES = 200_000;

/** Parses a header; undefined when its size is less than itself. A box without a size extends to `end`. */
function boxAt(header: Buffer, offset: number, end: number): Box | undefined {
  if (header.length < HEADER) return undefined;
  const type = header.toString('latin1', 4, 8);
  const size = header.readUInt32BE(0);
  const large = size === 1;
  if (large && header.length < LARGE_HEADER) return undefined;
  const length = large ? Number(header.readBigUInt64BE(8)) : size === 0 ? end - offset : size;
  const headerLength = large ? LARGE_HEADER : HEADER;
  return length < headerLength ? undefined : { type, offset, length, body: offset + headerLength };
}

/**
 * Outermost boxes of films, of which any may be the first: QuickTime wrote no `ftyp` before 2001. Anything else after them is no part of the
 * film: an ID3 tag, zeros, a maker's trailer.
 */
export const filmBoxes: ReadonlySet<string> = new Set([
  ...['ftyp', 'styp', 'moov', 'moof', 'mdat', 'mfra', 'sidx', 'ssix', 'emsg', 'prft', 'pdin', 'meta', 'uuid', 'udta'],
  ...['free', 'skip', 'wide', 'pnot', 'PICT', 'pict', 'junk'],
]);

export interface TopLevel {
  readonly boxes: readonly Box[];
  /** False when a box of a film goes on after the end of the file. */
  readonly whole: boolean;
}

/** Lists the outermost boxes of a file; reads only their headers. */
export async function topLevelBoxes(file: FileHandle): Promise<TopLevel> {
  const { size: end } = await file.stat();
  const boxes: Box[] = [];
  let offset = 0;
  while (offset < end && boxes.length < MOST_BOXES) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGE_HEADER), 0, LARGE_HEADER, offset);
    const box = boxAt(buffer.subarray(0, bytesRead), offset, end);
    if (!box) break;
    if (offset + box.length > end && !filmBoxes.has(box.type)) break;
    boxes.push(box);
    offset += box.length;
  }
  return { boxes, whole: offset <= end && boxes.length < MOST_BOXES };
}

/** Lists the boxes within the bytes, up to the first that does not fit. */
function boxesIn(bytes: Buffer, from = 0, to = bytes.length): Box[] {
  const boxes: Box[] = [];
  for (let offset = from; offset < to; ) {
    const box = boxAt(bytes.subarray(offset, to), offset, to);
    if (!box || offset + box.length > to) break;
    boxes.push(box);
    offset += box.length;
  }
  return boxes;
}

/** Finds the first box at a path of types, such as `traf`, `tfdt` within a `moof`. */
export function boxAtPath(bytes: Buffer, path: readonly string[]): Box | undefined {
  let [from, to] = [0, bytes.length];
  let found: Box | undefined;
  for (const type of path) {
    found = boxesIn(bytes, from, to).find((box) => box.type === type);
    if (!found) return undefined;
    [from, to] = [found.body, found.offset + found.length];
  }
  return found;
}
