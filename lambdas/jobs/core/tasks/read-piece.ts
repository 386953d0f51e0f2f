// Reads the lines that begin in a piece. The piece with a line's first byte has all of it, so that pieces cut
// anywhere hold every line once.
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Blobs, Replaced } from '../blobs.ts';
import { isGzip } from '../inputs/form.ts';
import { Unreadable } from '../inputs/unreadable.ts';
import type { Piece } from '../split.ts';
import { byHead, inUtf8, type Part } from './in-utf8.ts';

const LINE_FEED = 10;
/** Bytes read past the piece. Most last lines end within them and need no second request. */
const SLACK_BYTES = 16 * 1024;

/** `onRead` gets the number of stored bytes; for gzip, compressed ones. Throws Unreadable. */
export async function* readPiece(blobs: Blobs, piece: Piece, onRead?: (bytes: number) => void): AsyncIterable<Part> {
  const { key, name = key, from, to, size, etag } = piece;
  if (size === 0 || from === to) return;
  try {
    if (from === 0 && to === size) yield* inUtf8(opened(counted(blobs.read(key, 0, size, etag), onRead), name), name);
    else if (from === 0) yield* inUtf8(chunksOf(linesOf(blobs, piece, onRead)), name);
    else yield* linesOf(blobs, piece, onRead);
  } catch (error) {
    if (!(error instanceof Replaced)) throw error;
    throw new Unreadable(`${name} ${error.message}`, { cause: error });
  }
}

async function* linesOf(blobs: Blobs, piece: Piece, onRead?: (bytes: number) => void): AsyncIterable<Part> {
  const { key, from, to, size, etag } = piece;
  // A line begins at `from` when the byte before it ends one.
  let at = Math.max(0, from - 1);
  let begun = from === 0;
  for (let last = Math.min(size, to + SLACK_BYTES); at < size; last = Math.min(size, at + 16 * SLACK_BYTES)) {
    for await (const chunk of blobs.read(key, at, last, etag)) {
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

async function* chunksOf(parts: AsyncIterable<Part>): AsyncIterable<Uint8Array> {
  for await (const { chunk } of parts) yield chunk;
}

/** The bytes as they are stored, or what they are the gzip of. */
const opened = (stored: AsyncIterable<Uint8Array>, name: string): AsyncIterable<Uint8Array> =>
  byHead(stored, (head, all) => (isGzip(head) ? gunzipped(all, name) : all));

async function* gunzipped(stored: AsyncIterable<Uint8Array>, name: string): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  const source = Readable.from(stored, { objectMode: true });
  // The loop below throws the error too; without a listener it would end the process.
  pipeline(source, gunzip, () => {});
  try {
    yield* gunzip;
  } catch (error) {
    // An error of zlib lies in the bytes; any other came from reading them.
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    throw new Unreadable(`${name} is not a complete gzip file: ${message}`, { cause: error });
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, onRead?: (bytes: number) => void) {
  for await (const chunk of chunks) {
    onRead?.(chunk.length);
    yield chunk;
  }
}
