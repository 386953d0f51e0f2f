// Reads the lines that begin in a piece. The piece with a line's first byte has all of it, so that pieces cut
// anywhere hold every line once.
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Blobs } from '../blobs.ts';
import { isGzip, type Piece } from '../split.ts';

const LINE_FEED = 10;
/** Bytes read past the piece. Most last lines end within them and need no second request. */
const SLACK_BYTES = 16 * 1024;

/** Bytes and their offset in the object; for gzip, in the uncompressed content. */
export interface Part {
  readonly at: number;
  readonly chunk: Uint8Array;
}

/** `onRead` gets the number of stored bytes; for gzip, compressed ones. */
export async function* readPiece(blobs: Blobs, piece: Piece, onRead?: (bytes: number) => void): AsyncIterable<Part> {
  if (piece.size === 0 || piece.from === piece.to) return;
  if (isGzip(piece)) {
    yield* gunzipped(blobs, piece, onRead);
    return;
  }
  const { key, from, to, size } = piece;
  // A line begins at `from` when the byte before it ends one.
  let at = Math.max(0, from - 1);
  let begun = from === 0;
  for (let last = Math.min(size, to + SLACK_BYTES); at < size; last = Math.min(size, at + 16 * SLACK_BYTES)) {
    for await (const chunk of blobs.read(key, at, last)) {
      const chunkAt = at;
      at += chunk.length;
      onRead?.(Math.max(0, Math.min(at, to) - Math.max(chunkAt, from)));
      let start = 0;
      if (!begun) {
        const end = chunk.indexOf(LINE_FEED);
        if (end < 0 || chunkAt + end + 1 >= to) {
          // The first line of this chunk, if any, begins in a later piece.
          if (at >= to || end >= 0) return;
          continue;
        }
        begun = true;
        start = end + 1;
      }
      if (at < to) {
        yield { at: chunkAt + start, chunk: chunk.subarray(start) };
        continue;
      }
      // The last line is the one that holds the byte before `to`.
      const end = chunk.indexOf(LINE_FEED, Math.max(start, to - 1 - chunkAt));
      yield { at: chunkAt + start, chunk: chunk.subarray(start, end < 0 ? chunk.length : end + 1) };
      if (end >= 0) return;
    }
  }
}

async function* gunzipped(blobs: Blobs, { key, name }: Piece, onRead?: (bytes: number) => void): AsyncIterable<Part> {
  const gunzip = createGunzip();
  const source = Readable.from(countRead(blobs.read(key), onRead), { objectMode: true });
  // The loop below throws the error too; without a listener it would end the process.
  pipeline(source, gunzip, () => {});
  let at = 0;
  try {
    for await (const chunk of gunzip) {
      yield { at, chunk };
      at += chunk.length;
    }
  } catch (error) {
    throw new Error(`${name ?? key} is not a complete gzip file: ${(error as Error).message}`, { cause: error });
  }
}

async function* countRead(chunks: AsyncIterable<Uint8Array>, onRead?: (bytes: number) => void) {
  for await (const chunk of chunks) {
    onRead?.(chunk.length);
    yield chunk;
  }
}
