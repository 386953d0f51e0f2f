// What somebody watched last: by it a view is counted once, and media that the same people watch are brought together.
import type { View } from './trend.ts';

/** A page that is loaded again, and a request sent again, are one view; a song that is heard again after the next ones is another. */
export const SAME_VIEW_MS = 10 * 60 * 1000;
/** Two media are watched together when somebody watches both within a day. */
export const TOGETHER_MS = 24 * 60 * 60 * 1000;
/** The last ones a view is brought together with: each is a write. */
export const TOGETHER_WITH = 5;
/** Of somebody who watches nothing; then the history is gone. */
export const REMEMBERED_MS = 90 * 24 * 60 * 60 * 1000;
/** 16 bytes each: with its key the item stays under 1 KB. */
export const HISTORY_LENGTH = 50;

/** The media somebody watched last and when each was counted last, newest first; each once. */
export type History = readonly View[];

export interface Watched {
  readonly history: History;
  /** Media this view is the first to be watched together with; none when it has been watched within the day before. */
  readonly together: readonly string[];
}

/**
 * Undefined when the view does not count: the same person's last of this media was counted less than ten minutes before or
 * after; or the history is full of younger ones, so nobody counts for more than 50 views in ten minutes.
 */
export function watch(history: History, view: View): Watched | undefined {
  const within = (ms: number) => (other: View) => Math.abs(view.atMs - other.atMs) < ms;
  const seen = history.find(({ mediaId }) => mediaId === view.mediaId);
  if (seen && within(SAME_VIEW_MS)(seen)) return undefined;
  const others = history.filter(({ mediaId }) => mediaId !== view.mediaId);
  const last = others.at(HISTORY_LENGTH - 1);
  if (last && view.atMs - last.atMs < SAME_VIEW_MS) return undefined;
  const kept = { mediaId: view.mediaId, atMs: Math.max(view.atMs, seen?.atMs ?? 0) };
  const again = seen && within(TOGETHER_MS)(seen);
  const together = others.filter(within(TOGETHER_MS)).slice(0, TOGETHER_WITH);
  return {
    history: [kept, ...others].sort((a, b) => b.atMs - a.atMs).slice(0, HISTORY_LENGTH),
    together: again ? [] : together.map(({ mediaId }) => mediaId),
  };
}

const ID_BYTES = 10;
const TIME_BYTES = 6;
const ENTRY_BYTES = ID_BYTES + TIME_BYTES;

export function toBytes(history: History): Buffer {
  const bytes = Buffer.alloc(history.length * ENTRY_BYTES);
  for (const [i, { mediaId, atMs }] of history.entries()) {
    bytes.write(mediaId, i * ENTRY_BYTES, 'hex');
    bytes.writeUIntBE(atMs, i * ENTRY_BYTES + ID_BYTES, TIME_BYTES);
  }
  return bytes;
}

export function fromBytes(bytes: Uint8Array): History {
  const view = Buffer.from(bytes);
  return Array.from({ length: view.length / ENTRY_BYTES }, (_, i) => {
    const at = i * ENTRY_BYTES;
    return { mediaId: view.toString('hex', at, at + ID_BYTES), atMs: view.readUIntBE(at + ID_BYTES, TIME_BYTES) };
  });
}
