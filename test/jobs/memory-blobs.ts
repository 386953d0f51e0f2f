// Blobs in memory that return chunks of any length, count requests, and can be truncated.
import { createHash } from 'node:crypto';
import { type Blobs, Replaced } from '../../lambdas/jobs/core/blobs.ts';

export interface MemoryBlobs extends Blobs {
  readonly objects: Map<string, Uint8Array>;
  readonly requests: { read: number; write: number };
  etag(key: string): string;
}

export function memoryBlobs(files: Readonly<Record<string, Uint8Array | string>> = {}, chunkBytes = 1000): MemoryBlobs {
  const objects = new Map(Object.entries(files).map(([key, body]) => [key, Buffer.from(body) as Uint8Array]));
  const requests = { read: 0, write: 0 };
  const get = (key: string) => {
    const object = objects.get(key);
    if (!object) throw new Error(`no object ${key}`);
    return object;
  };
  const etag = (key: string): string => createHash('md5').update(get(key)).digest('hex');
  return {
    objects,
    etag,
    requests,
    size: async (key) => get(key).length,
    async *read(key, from = 0, to = Number.POSITIVE_INFINITY, version) {
      requests.read += 1;
      if (version !== undefined && version !== etag(key)) throw new Replaced('was replaced');
      const object = get(key);
      const end = Math.min(to, object.length);
      for (let at = from; at < end; at += chunkBytes) yield object.slice(at, Math.min(end, at + chunkBytes));
    },
    async write(key, body) {
      requests.write += 1;
      const chunks: Uint8Array[] = [];
      if (body instanceof Uint8Array) chunks.push(body);
      else for await (const chunk of body) chunks.push(chunk);
      objects.set(key, Buffer.concat(chunks));
    },
  };
}
