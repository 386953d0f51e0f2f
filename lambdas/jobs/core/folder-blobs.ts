// Blobs as files: a key is a path within the folder, or an absolute path.
import { mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { newId } from '../../shared/base/ids.ts';
import type { Blobs } from './blobs.ts';

/** Bytes of one file system read. Smaller reads are slower, larger ones no faster (measured). */
const CHUNK_BYTES = 256 * 1024;

export function folderBlobs(folder: string): Blobs {
  const pathOf = (key: string) => resolve(folder, key);
  return {
    size: async (key) => (await stat(pathOf(key))).size,
    async *read(key, from = 0, to = Number.POSITIVE_INFINITY) {
      const file = await open(pathOf(key));
      try {
        for (let at = from; at < to; ) {
          const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, to - at));
          const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
          if (bytesRead === 0) return;
          at += bytesRead;
          yield chunk.subarray(0, bytesRead);
        }
      } finally {
        await file.close();
      }
    },
    async write(key, body) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true });
      // A file is renamed into place whole, as S3 shows an object only when it is complete.
      const unfinished = `${path}.${newId()}`;
      const file = await open(unfinished, 'w');
      try {
        await file.writeFile(body);
        await file.close();
        await rename(unfinished, path);
      } catch (error) {
        await file.close();
        await unlink(unfinished);
        throw error;
      }
    },
  };
}
