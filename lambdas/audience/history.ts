// The media items that a user watched last: a view counts once, and shared views link media items.
import type { View } from './trend.ts';

/** Reloading a page or retrying a request is the same view; listening to a song again later is a new one. */
export const SAME_VIEW_MS = 10 * 60 * 1000;
/** Two media are watched together when one user watches both within a day. */
export const TOGETHER_MS = 24 * 60 * 60 * 1000;
/** A view counts as together with this many of the latest ones, because each costs a write. */
export const TOGETHER_WITH = 5;
/** The history of a user who stops watching is deleted after this time. */
export const REMEMBERED_MS = 90 * 24 * 60 * 60 * 1000;
/** 16 bytes each: with its key, the item stays under 1 KB. */
export const HISTORY_LENGTH = 50;

/** The media a user watched last, each once, with the time of its last counted view, newest first. */
export type History = readonly View[];

export interface Watched {
  readonly history: History;
  /**
   * Media that this view is the first to be watched together with; empty if the user also watched this item within the
   * day before.
   */
  readonly together: readonly string[];
}

/**
 * Undefined when the view does not count: the user's last view of this item was counted less than ten minutes before or
 * after, or the history is full of more recent views. So no user counts for more than 50 views in ten minutes.
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
