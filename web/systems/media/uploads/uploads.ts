// Uploads of this tab, whichever view is open: a few at a time, each with its progress and outcome.
import type { AnnounceMedia, MediaGrant } from '../../../../lambdas/media/contract.ts';
import { describe, Failure } from '../../../kit/requests/failure.ts';
import type { PresignedForm } from '../../../kit/requests/transfer.ts';
import { createStore, type Store } from '../../../kit/store.ts';
import { refusalOf, typeOf } from '../words.ts';
import type { Begun } from './begun.ts';
import { type PartsApi, uploadParts } from './parts.ts';

export interface Upload {
  readonly id: number;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** `refused`: a retry cannot succeed. */
  readonly state: 'waiting' | 'sending' | 'paused' | 'failed' | 'refused';
  /** Only a multipart upload can be paused. */
  readonly inParts: boolean;
  readonly mediaId?: string;
  /** Why the last try failed. */
  readonly failure?: string;
}

export interface UploadApi {
  userId(): Promise<string>;
  announce(wish: AnnounceMedia): Promise<MediaGrant>;
  postForm(form: PresignedForm, file: File, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<void>;
  partsOf(mediaId: string, file: File): PartsApi;
  abort(mediaId: string): Promise<void>;
  remove(mediaId: string): Promise<void>;
  tellDone(file: File): void;
}

export interface Uploads {
  readonly list: Store<readonly Upload[]>;
  /** Ids of fully uploaded media items, newest first. */
  readonly sent: Store<readonly string[]>;
  send(files: Iterable<File>): void;
  pause(id: number): void;
  /** Resumes a paused or failed upload. */
  resume(id: number): void;
  /** Also withdraws the announced media item. */
  cancel(id: number): void;
  /** Forgets a deleted media item. */
  forget(mediaId: string): void;
  /** Stops all uploads when the user signs out; multipart uploads can be resumed later. */
  stop(): void;
}

const AT_ONCE = 2;
const NOT_FOUND = 404;
const CONFLICT = 409;
const statusOf = (error: unknown): number | undefined => (error instanceof Failure ? error.status : undefined);

/** One upload, with what its next try needs. */
interface Work {
  readonly id: number;
  readonly file: File;
  /** The last announcement. */
  announced?: { readonly mediaId: string; readonly inParts: boolean } | undefined;
  stop: AbortController;
  cancelled?: true;
}

export function createUploads(api: UploadApi, begun: Begun): Uploads {
  const list = createStore<readonly Upload[]>([]);
  const sent = createStore<readonly string[]>([]);
  const works = new Map<number, Work>();
  const running = new Set<Work>();
  let waiting: readonly Work[] = [];
  let last = 0;

  const update = (id: number, change: Partial<Upload>): void =>
    list.set(list.get().map((one) => (one.id === id ? { ...one, ...change } : one)));
  function halt(work: Work): void {
    waiting = waiting.filter((one) => one !== work);
    running.delete(work);
    work.stop.abort();
  }
  function leave({ id }: Work): void {
    works.delete(id);
    list.set(list.get().filter((one) => one.id !== id));
  }
  /** Withdraws the announced media item. If that fails too, the item expires. */
  function withdraw(work: Work): void {
    if (!work.announced) return;
    const { mediaId, inParts } = work.announced;
    work.announced = undefined;
    begun.forget(mediaId);
    (inParts ? api.abort(mediaId) : api.remove(mediaId)).catch(() => {});
  }

  async function sendParts({ id, file }: Work, mediaId: string, signal: AbortSignal): Promise<void> {
    const onBytes = (sentBytes: number): void => update(id, { sentBytes });
    await uploadParts(file, api.partsOf(mediaId, file), onBytes, signal);
  }
  /** Returns false if nothing is left of the unfinished upload. */
  async function goOn(work: Work, mediaId: string, signal: AbortSignal): Promise<boolean> {
    work.announced = { mediaId, inParts: true };
    update(work.id, { mediaId, inParts: true });
    try {
      // The upload may be complete, with only the answer lost.
      await api
        .partsOf(mediaId, work.file)
        .complete(signal)
        .catch((error: unknown) => {
          if (statusOf(error) !== CONFLICT) throw error;
          return sendParts(work, mediaId, signal);
        });
      return true;
    } catch (error) {
      if (statusOf(error) !== NOT_FOUND) throw error;
      begun.forget(mediaId);
      work.announced = undefined;
      return false;
    }
  }
  async function deliver(work: Work, signal: AbortSignal): Promise<string> {
    const { id, file } = work;
    const userId = await api.userId();
    const before = begun.of(userId, file)?.mediaId;
    if (before !== undefined && (await goOn(work, before, signal))) return before;
    signal.throwIfAborted();
    const { name, size: sizeBytes, lastModified } = file;
    const wish = { filename: name.slice(0, 200), contentType: typeOf(file), sizeBytes };
    const { mediaId, upload, parts, expiresAt } = await api.announce(wish);
    const inParts = parts !== undefined;
    work.announced = { mediaId, inParts };
    update(id, { mediaId, inParts });
    if (inParts) begun.remember({ mediaId, userId, name, sizeBytes, lastModified, expiresAt });
    signal.throwIfAborted();
    if (upload) await api.postForm(upload, file, (sentBytes) => update(id, { sentBytes }), signal);
    else await sendParts(work, mediaId, signal);
    return mediaId;
  }
  async function run(work: Work): Promise<void> {
    const { signal } = work.stop;
    running.add(work);
    update(work.id, { state: 'sending' });
    try {
      const mediaId = await deliver(work, signal);
      begun.forget(mediaId);
      leave(work);
      api.tellDone(work.file);
      sent.set([mediaId, ...sent.get()]);
    } catch (error) {
      if (work.cancelled || !work.announced?.inParts) withdraw(work);
      if (signal.aborted) return;
      const { title, detail } = describe(error);
      update(work.id, { state: 'failed', failure: detail ? `${title}. ${detail}` : title });
    } finally {
      if (work.stop.signal === signal) running.delete(work);
      start();
    }
  }
  function start(): void {
    while (running.size < AT_ONCE && waiting.length > 0) {
      const [work, ...others] = waiting as [Work, ...Work[]];
      waiting = others;
      work.stop = new AbortController();
      void run(work);
    }
  }
  function add(file: File): void {
    last += 1;
    const failure = refusalOf(file);
    const shown = { id: last, name: file.name, sizeBytes: file.size, sentBytes: 0, inParts: false };
    list.set([...list.get(), failure ? { ...shown, state: 'refused', failure } : { ...shown, state: 'waiting' }]);
    if (failure) return;
    const work = { id: last, file, stop: new AbortController() };
    works.set(last, work);
    waiting = [...waiting, work];
  }

  return {
    list,
    sent,
    send(chosen) {
      for (const file of chosen) add(file);
      start();
    },
    pause(id) {
      const work = works.get(id);
      if (!work?.announced?.inParts) return;
      halt(work);
      update(id, { state: 'paused' });
      start();
    },
    resume(id) {
      const work = works.get(id);
      if (!work || running.has(work) || waiting.includes(work)) return;
      update(id, { state: 'waiting' });
      waiting = [...waiting, work];
      start();
    },
    cancel(id) {
      const work = works.get(id);
      list.set(list.get().filter((one) => one.id !== id));
      if (!work) return;
      works.delete(id);
      // The announcement may still be in flight.
      work.cancelled = true;
      halt(work);
      withdraw(work);
      start();
    },
    forget(mediaId) {
      begun.forget(mediaId);
      sent.set(sent.get().filter((one) => one !== mediaId));
    },
    stop() {
      for (const work of [...running, ...waiting]) halt(work);
      works.clear();
      list.set([]);
      sent.set([]);
    },
  };
}
