// Storage of the engine's bytes: a folder for `--local` and tests (folder-blobs.ts), S3 in the cloud.

export interface Blobs {
  size(key: string): Promise<number>;
  /**
   * Reads the bytes [from, to), all by default. The caller owns each chunk; leaving the loop early ends the read. A store
   * that knows versions throws Replaced when the object is not of this `etag` any more.
   */
  read(key: string, from?: number, to?: number, etag?: string): AsyncIterable<Uint8Array>;
  write(key: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
}

/** The object is gone, or has other bytes than the reader planned with. The message is a predicate: `was ...`. */
export class Replaced extends Error {}

/** Bytes of one read from a file or one write to a store. */
export const READ_BYTES = 64 * 1024;
export const WRITE_BYTES = 256 * 1024;
