// The media service in memory, as a page uses it: pictures by a form, videos in parts.
import type { MediaGrant } from '../../lambdas/media/contract.ts';
import { Failure } from '../../web/kit/requests/failure.ts';
import type { UploadApi } from '../../web/systems/media/uploads/uploads.ts';

export const refused = (status: number) => new Failure(status, { title: `No (${status})`, errors: [] });
export const later = '2100-01-01T00:00:00Z';

/** Media in memory, videos in parts of 4 bytes. Calls that wait at a gate continue when it is opened. */
export function memoryUploads() {
  const there = new Map<string, Set<number>>();
  const done = new Set<string>();
  const calls: string[] = [];
  const gates = new Map<string, (error?: Error) => void>();
  let closed: RegExp | undefined;
  let announced = 0;
  async function pass(name: string, signal?: AbortSignal): Promise<void> {
    calls.push(name);
    if (!closed?.test(name)) return;
    await new Promise<void>((resolve, reject) => {
      gates.set(name, (error) => (error ? reject(error) : resolve()));
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  }
  const partsOf = (mediaId: string): Set<number> => {
    const found = there.get(mediaId);
    if (!found) throw refused(404);
    return found;
  };
  const api: UploadApi = {
    userId: async () => 'u-1',
    async announce({ contentType }): Promise<MediaGrant> {
      await pass('announce');
      announced += 1;
      const mediaId = `m-${announced}`;
      if (contentType.startsWith('image')) return { mediaId, upload: { url: '', fields: {} }, expiresAt: later };
      there.set(mediaId, new Set());
      return { mediaId, parts: { partBytes: 4, count: 5 }, expiresAt: later };
    },
    postForm: (_, file, onBytes, signal) => {
      onBytes(2);
      return pass(`form ${file.name}`, signal);
    },
    partsOf: (mediaId) => ({
      uploaded: async () => ({ partBytes: 4, count: 5, there: [...partsOf(mediaId)] }),
      presign: async (numbers) => ({
        parts: numbers.map((number) => ({ number, url: `${number}` })),
        expiresAt: later,
      }),
      async put(url, _, __, signal) {
        await pass(`put ${url}`, signal);
        partsOf(mediaId).add(Number(url));
      },
      async complete() {
        await pass('complete');
        if (done.has(mediaId)) return;
        if (partsOf(mediaId).size < 5) throw refused(409);
        done.add(mediaId);
        if (closed?.test('answer')) await pass('answer');
      },
      pause: async () => {},
    }),
    abort: async (mediaId) => {
      calls.push(`abort ${mediaId}`);
      there.delete(mediaId);
    },
    remove: async (mediaId) => void calls.push(`remove ${mediaId}`),
    tellDone: ({ name }) => void calls.push(`done ${name}`),
  };
  return {
    api,
    calls,
    there,
    close: (names: RegExp) => {
      closed = names;
    },
    open(error?: Error) {
      closed = undefined;
      for (const gate of gates.values()) gate(error);
      gates.clear();
    },
  };
}
