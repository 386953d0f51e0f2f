// Reads a fragmented MP4 as HLS sees it: the initialisation section, then a segment for each fragment (`moof` and its `mdat`).
import { open } from 'node:fs/promises';
import { type Box, boxAtPath, topLevelBoxes } from './boxes.ts';

/** A byte range of a file, and its number of samples (pictures, AAC frames). */
export interface Segment {
  readonly offset: number;
  readonly length: number;
  readonly samples: number;
}

export interface Fragmented {
  /** Length of the initialisation section, which starts at 0 and which a player needs before any segment. */
  readonly initLength: number;
  /** Codec string of RFC 6381. */
  readonly codec: string;
  readonly segments: readonly Segment[];
}

/**
 * Moves a track, in place, to its position in the film: `ticks` of its time scale later, its fragments numbered from
 * `firstFragment`. ffmpeg writes it as if it began at 0, so that all chunks share one initialisation section.
 */
export async function placeFragments(path: string, ticks: number, firstFragment: number): Promise<Fragmented> {
  const file = await open(path, 'r+');
  try {
    const { boxes } = await topLevelBoxes(file);
    const read = async ({ offset, length }: Box) => (await file.read(Buffer.alloc(length), 0, length, offset)).buffer;
    const moov = boxes.find(({ type }) => type === 'moov');
    const firstMoof = boxes.find(({ type }) => type === 'moof');
    if (!moov || !firstMoof) throw new Error(`${path} is not a fragmented MP4`);
    const segments: Segment[] = [];
    for (const [i, box] of boxes.entries()) {
      if (box.type !== 'moof') continue;
      const moof = await read(box);
      segments.push({
        offset: box.offset,
        length: box.length + (boxes[i + 1]?.length ?? 0),
        samples: samplesOf(moof),
      });
      place(moof, ticks, firstFragment + segments.length - 1);
      await file.write(moof, 0, moof.length, box.offset);
    }
    return { initLength: firstMoof.offset, codec: codecOf(await read(moov)), segments };
  } finally {
    await file.close();
  }
}

const within = (bytes: Buffer, ...path: string[]): Box => {
  const box = boxAtPath(bytes, path);
  if (!box) throw new Error(`the file has no box ${path.join('/')}`);
  return box;
};

const samplesOf = (moof: Buffer): number => moof.readUInt32BE(within(moof, 'moof', 'traf', 'trun').body + 4);

function place(moof: Buffer, ticks: number, number: number): void {
  moof.writeUInt32BE(number, within(moof, 'moof', 'mfhd').body + 4);
  const time = within(moof, 'moof', 'traf', 'tfdt').body;
  if (moof[time] !== 1) throw new Error('a 32-bit time cannot hold a long film');
  moof.writeBigUInt64BE(moof.readBigUInt64BE(time + 4) + BigInt(ticks), time + 4);
}

/** AAC-LC is the only audio we encode; for H.264, `avcC` holds profile, constraints and level. */
function codecOf(moov: Buffer): string {
  const avcC = moov.indexOf('avcC', 0, 'latin1');
  return avcC < 0 ? 'mp4a.40.2' : `avc1.${moov.toString('hex', avcC + 5, avcC + 8)}`;
}
