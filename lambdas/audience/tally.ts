// Counts views exactly once: which views of a batch count, their totals, and the histories and position that result.
import type { Position } from '../shared/messaging/stream-position.ts';
import type { StreamRecord } from '../shared/messaging/stream-worker.ts';
import type { MediaViewed } from './contract.ts';
import { type History, type Watched, watch } from './history.ts';
import type { View } from './trend.ts';

/** A history as stored. */
export interface KeptHistory {
  /** Grows by one with every write; 0 before the first. */
  readonly version: number;
  readonly history: History;
}

/** Changes to one media item in one transaction. */
export interface MediaTally {
  readonly views: number;
  /** How often it was watched together with each other media item. */
  readonly together: ReadonlyMap<string, number>;
}

/** The writes of one transaction: an item per history and per media item, the trending ones, and the position. */
export interface Tally {
  readonly position: Position;
  /** The changed histories by user, with the version they are written as. */
  readonly histories: ReadonlyMap<string, KeptHistory>;
  readonly media: ReadonlyMap<string, MediaTally>;
  readonly views: readonly View[];
}

/**
 * Splits the new views of `records` into tallies of at most `maxItems` histories and media. Skips records up to the
 * position, so any replay, cut anywhere, gives the same totals. `kept` holds the histories of all users in `records`.
 */
export function* tallies(
  records: readonly StreamRecord<MediaViewed>[],
  from: Position,
  kept: ReadonlyMap<string, KeptHistory>,
  maxItems: number,
): Generator<Tally> {
  const fresh = records.filter(({ sequence }) => sequence > from.sequence);
  const histories = new Map(kept);
  let { version, sequence } = from;
  let open = new OpenTally();
  const close = (): Tally => {
    version += 1;
    const written = new Map(
      [...open.histories].map(([userId, history]) => {
        return [userId, { version: (histories.get(userId)?.version ?? 0) + 1, history }];
      }),
    );
    for (const [userId, history] of written) histories.set(userId, history);
    const tally = { position: { version, sequence }, histories: written, media: open.media, views: open.views };
    open = new OpenTally();
    return tally;
  };
  for (const { sequence: recordSequence, value } of fresh) {
    const { userId, mediaId, atMs } = value;
    const history = open.histories.get(userId) ?? histories.get(userId)?.history ?? [];
    const watched = watch(history, { mediaId, atMs });
    if (watched) {
      if (open.itemsWith(userId, [mediaId, ...watched.together]) > maxItems) yield close();
      open.count(value, watched);
    }
    sequence = recordSequence;
  }
  if (fresh.length > 0) yield close();
}

class OpenTally {
  readonly histories = new Map<string, History>();
  readonly media = new Map<string, { views: number; together: Map<string, number> }>();
  readonly views: View[] = [];

  itemsWith(userId: string, mediaIds: readonly string[]): number {
    const more = Number(!this.histories.has(userId)) + mediaIds.filter((id) => !this.media.has(id)).length;
    return this.histories.size + this.media.size + more;
  }

  count({ userId, mediaId, atMs }: MediaViewed, { history, together }: Watched): void {
    this.histories.set(userId, history);
    this.views.push({ mediaId, atMs });
    this.#media(mediaId).views += 1;
    for (const other of together) {
      this.#bring(mediaId, other);
      this.#bring(other, mediaId);
    }
  }

  #bring(mediaId: string, other: string): void {
    const { together } = this.#media(mediaId);
    together.set(other, (together.get(other) ?? 0) + 1);
  }

  #media(mediaId: string) {
    const media = this.media.get(mediaId) ?? { views: 0, together: new Map<string, number>() };
    this.media.set(mediaId, media);
    return media;
  }
}
