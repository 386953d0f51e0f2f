// An upload in parts: whatever is not there yet is sent, several at once and again when it fails, and made one file at the end.
import type { PartUrls, UploadedParts } from '../../../../lambdas/media/contract.ts';
import { Failure } from '../../../kit/requests/failure.ts';

export interface PartsApi {
  /** What is there. */
  uploaded(signal: AbortSignal): Promise<UploadedParts>;
  presign(numbers: readonly number[], signal: AbortSignal): Promise<PartUrls>;
  put(url: string, part: Blob, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<void>;
  complete(signal: AbortSignal): Promise<void>;
  /** Between two tries; random up to so many milliseconds. */
  pause(mostMs: number, signal: AbortSignal): Promise<void>;
}

export const AT_ONCE = 3;
/** URLs are good for 15 minutes, so they are asked for a few at a time. */
const PRESIGNED = 6;
export const TRIES = 6;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 20_000;

/** Sends what is missing; whoever was stopped, by the signal or by closing the page, calls it again. */
export async function uploadParts(
  file: Blob,
  api: PartsApi,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  // One part that cannot be sent ends the others.
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
        // The next try has another one: this one may have ended.
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

/** The network, a service in trouble, too many requests, and a URL that has ended: what may be better the next time. */
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
