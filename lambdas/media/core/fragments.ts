// A fragmented MP4 as HLS sees it: the initialisation section, then a segment for each fragment (`moof` and its `mdat`).
import { open } from 'node:fs/promises';
import { type Box, boxAtPath, topLevelBoxes } from './boxes.ts';

/** Bytes of a file, and how many samples (pictures, AAC frames) are in them. */
export interface Segment {
  readonly offset: number;
  readonly length: number;
  readonly samples: number;
}

export interface Fragmented {
  /** Bytes from 0 that a player needs before any segment. */
  readonly initLength: number;
  /** As RFC 6381 names it. */
  readonly codec: string;
  readonly segments: readonly Segment[];
}

/**
 * Moves a track, in place, to where it belongs in the film: `ticks` of its time scale later, its fragments counted from
 * `firstFragment`. ffmpeg wrote it as if it began at 0, so that its initialisation is that of every other chunk.
 */
export async function placeFragments(path: string, ticks: number, firstFragment: number): Promise<Fragmented> {
  const file = await open(path, 'r+');
  try {
    const { boxes } = await topLevelBoxes(file);
    const read = async ({ offset, length }: Box) => (await file.read(Buffer.alloc(length), 0, length, offset)).buffer;
    const moov = boxes.find(({ type }) => type === 'moov');
    const firstMoof = boxes.find(({ type }) => type === 'moof');
    if (!moov || !firstMoof) throw new Error(`${path} is no fragmented MP4`);
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
  if (!box) throw new Error(`there is no box ${path.join('/')}`);
  return box;
};

const samplesOf = (moof: Buffer): number => moof.readUInt32BE(within(moof, 'moof', 'traf', 'trun').body + 4);

function place(moof: Buffer, ticks: number, number: number): void {
  moof.writeUInt32BE(number, within(moof, 'moof', 'mfhd').body + 4);
  const time = within(moof, 'moof', 'traf', 'tfdt').body;
  if (moof[time] !== 1) throw new Error('a time of 32 bits has no room for a long film');
  moof.writeBigUInt64BE(moof.readBigUInt64BE(time + 4) + BigInt(ticks), time + 4);
}

/** AAC-LC is the one audio that is made here; for H.264 profile, constraints and level stand in `avcC`. */
function codecOf(moov: Buffer): string {
  const avcC = moov.indexOf('avcC', 0, 'latin1');
  return avcC < 0 ? 'mp4a.40.2' : `avc1.${moov.toString('hex', avcC + 5, avcC + 8)}`;
}
