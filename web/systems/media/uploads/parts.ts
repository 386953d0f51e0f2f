// A multipart upload: sends the missing parts several at a time, retries failed ones, and completes the upload.
import type { PartUrls, UploadedParts } from '../../../../lambdas/media/contract.ts';
import { Failure } from '../../../kit/requests/failure.ts';

export interface PartsApi {
  /** The parts that are already stored. */
  uploaded(signal: AbortSignal): Promise<UploadedParts>;
  presign(numbers: readonly number[], signal: AbortSignal): Promise<PartUrls>;
  put(url: string, part: Blob, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<void>;
  complete(signal: AbortSignal): Promise<void>;
  /** Waits between two tries, for a random time up to `mostMs`. */
  pause(mostMs: number, signal: AbortSignal): Promise<void>;
}

export const AT_ONCE = 3;
/** URLs are valid for 15 minutes, so request only a few at a time. */
const PRESIGNED = 6;
export const TRIES = 6;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;

/** Sends the missing parts. After a stop, by the signal or by closing the page, the caller calls it again. */
export async function uploadParts(
  file: Blob,
  api: PartsApi,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  // One part that cannot be sent stops the others.
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    await sendMissing(file, api, onBytes, either);
    await tried(() => api.complete(either), api, either);
  } finally {
    ended.abort();
  }
}

async function sendMissing(file: Blob, api: PartsApi, onBytes: (bytes: number) => void, signal: AbortSignal) {
  const { partBytes, count, there } = await tried(() => api.uploaded(signal), api, signal);
  const part = (number: number): Blob => file.slice((number - 1) * partBytes, number * partBytes);
  const sent = new Map(there.map((number) => [number, part(number).size]));
  const tell = (): void => onBytes([...sent.values()].reduce((sum, bytes) => sum + bytes, 0));
  function told(number: number, bytes: number): void {
    sent.set(number, bytes);
    tell();
  }
  tell();

  async function send(number: number, presigned: string | undefined): Promise<void> {
    let url = presigned;
    await tried(
      async () => {
        url ??= (await api.presign([number], signal)).parts[0]?.url;
        if (url === undefined) throw new Error(`The API gave no URL for part ${number}`);
        const used = url;
        // The next try requests a new URL: this one may have expired.
        url = undefined;
        told(number, 0);
        await api.put(used, part(number), (bytes) => told(number, bytes), signal);
        told(number, part(number).size);
      },
      api,
      signal,
    );
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((number) => !sent.has(number));
  for (let from = 0; from < missing.length; from += PRESIGNED) {
    const numbers = missing.slice(from, from + PRESIGNED);
    const { parts } = await tried(() => api.presign(numbers, signal), api, signal);
    const urls = new Map(parts.map(({ number, url }) => [number, url]));
    await atOnce(numbers, (number) => send(number, urls.get(number)));
  }
}

async function atOnce(numbers: readonly number[], work: (number: number) => Promise<void>): Promise<void> {
  const waiting = [...numbers];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** Errors that a retry may clear: the network, a failing service, too many requests, and an expired URL. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Failure ? error.status >= 500 || [403, 408, 429].includes(error.status) : error instanceof TypeError;

async function tried<T>(work: () => Promise<T>, { pause }: PartsApi, signal: AbortSignal): Promise<T> {
  for (let failed = 1; ; failed++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || failed === TRIES || !isPassing(error)) throw error;
      await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failed - 1)), signal);
    }
  }
}
