// Uploads of this tab, whichever view is open: a few at a time, each with how far it is and how it ended.
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
  /** `refused`: there is no use in trying again. */
  readonly state: 'waiting' | 'sending' | 'paused' | 'failed' | 'refused';
  /** Such a one can be paused. */
  readonly inParts: boolean;
  readonly mediaId?: string;
  /** Why it did not go the last time. */
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
  /** Ids of media whose bytes are all there, the latest first. */
  readonly sent: Store<readonly string[]>;
  send(files: Iterable<File>): void;
  pause(id: number): void;
  /** Goes on with what was paused or failed. */
  resume(id: number): void;
  /** Also takes back what was announced. */
  cancel(id: number): void;
  /** Of a media that was deleted. */
  forget(mediaId: string): void;
  /** All of them, of somebody who leaves: what came in parts can be gone on with. */
  stop(): void;
}

const AT_ONCE = 2;
const NOT_FOUND = 404;
const CONFLICT = 409;
const statusOf = (error: unknown): number | undefined => (error instanceof Failure ? error.status : undefined);

/** Of one upload: what its next try needs to know. */
interface Work {
  readonly id: number;
  readonly file: File;
  /** As it was announced last. */
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
  /** Takes back what was announced. If that fails too, it ends by itself. */
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
  /** False where nothing is left of what had begun. */
  async function goOn(work: Work, mediaId: string, signal: AbortSignal): Promise<boolean> {
    work.announced = { mediaId, inParts: true };
    update(work.id, { mediaId, inParts: true });
    try {
      // It may be whole, and only the answer was lost.
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
      // Its announcement may only be on its way.
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
