// Spills data that does not fit into memory to one local file. The file is unlinked once it is open, so a task
// that is killed leaves nothing behind.
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { READ_BYTES } from './blobs.ts';
import { RunReader } from './run.ts';

export class Spool {
  #file: FileHandle | undefined;
  #end = 0;

  async append(bytes: Uint8Array): Promise<void> {
    this.#file ??= await openUnnamed();
    for (let done = 0; done < bytes.length; )
      done += (await this.#file.write(bytes, done, bytes.length - done, this.#end + done)).bytesWritten;
    this.#end += bytes.length;
  }

  /** Offset of the next byte. */
  here(): number {
    return this.#end;
  }

  /** Bytes appended since `from`, as a run of one partition. */
  since(from: number): () => RunReader {
    return this.part(from, this.#end);
  }

  part(from: number, to: number): () => RunReader {
    return () => new RunReader(this.read(from, to), to - from, 'the spool');
  }

  async *read(from: number, to: number): AsyncIterable<Uint8Array> {
    for (let at = from; at < to; ) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, to - at));
      const { bytesRead } = (await this.#file?.read(chunk, 0, chunk.length, at)) ?? { bytesRead: 0 };
      if (bytesRead === 0) throw new Error('the spool is shorter than the bytes written to it');
      at += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}

async function openUnnamed(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'jobs-'));
  try {
    return await open(join(folder, 'spool'), 'w+');
  } finally {
    await rm(folder, { recursive: true });
  }
}
