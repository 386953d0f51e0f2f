// Where the engine's bytes are: a folder for `--local` and tests (folder-blobs.ts), S3 in the cloud.

export interface Blobs {
  size(key: string): Promise<number>;
  /** The bytes [from, to), all by default. A chunk belongs to who gets it; leaving the loop early ends the reading. */
  read(key: string, from?: number, to?: number): AsyncIterable<Uint8Array>;
  write(key: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
}

/** What is read from a file or written to a store at a time. */
export const READ_BYTES = 64 * 1024;
export const WRITE_BYTES = 256 * 1024;
