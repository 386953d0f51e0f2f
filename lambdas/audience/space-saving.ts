// Space-Saving (Metwally, Agrawal and El Abbadi, 2005) with weights: the heaviest of any number of media in a list of
// bounded length.

/** `weight` is never too low and at most `error` too high. */
export interface Counted {
  readonly weight: number;
  readonly error: number;
}
export type Summary = Map<string, Counted>;

/**
 * An item that is not in a full list replaces the lightest one and takes over its weight as its error. The weights of a
 * list sum up to all that was added, so with m places no error is above 1/m of that sum, and any item above 1/m of it
 * is in the list.
 */
export function add(summary: Summary, places: number, mediaId: string, weight: number): void {
  const { weight: before, error } = summary.get(mediaId) ?? takePlace(summary, places);
  summary.set(mediaId, { weight: before + weight, error });
}

function takePlace(summary: Summary, places: number): Counted {
  const lightest = summary.size < places ? undefined : heaviest(summary).at(-1);
  if (!lightest) return { weight: 0, error: 0 };
  summary.delete(lightest.mediaId);
  return { weight: lightest.weight, error: lightest.weight };
}

/** The most that an item outside the list can weigh. */
export const unseen = (summary: Summary, places: number): number =>
  summary.size < places ? 0 : Math.min(...[...summary.values()].map(({ weight }) => weight));

/**
 * Merges several lists into one (Agarwal et al., Mergeable Summaries, 2012). For each list without the item, the item
 * gets the most it could weigh there. The error stays under 1/m of all that was added to all lists. Only for reading:
 * the result may have more than `places`.
 */
export function merge(summaries: readonly Summary[], places: number): Summary {
  const merged: Summary = new Map();
  const floors = summaries.map((summary) => unseen(summary, places));
  for (const mediaId of new Set(summaries.flatMap((summary) => [...summary.keys()]))) {
    const parts = summaries.map((summary, i) => {
      const floor = floors[i] ?? 0;
      return summary.get(mediaId) ?? { weight: floor, error: floor };
    });
    merged.set(mediaId, {
      weight: sum(parts.map(({ weight }) => weight)),
      error: sum(parts.map(({ error }) => error)),
    });
  }
  return merged;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export interface Ranked extends Counted {
  readonly mediaId: string;
}

/** Ties are ordered by id, so the order is always the same. */
export const heaviest = (summary: Summary): Ranked[] =>
  [...summary]
    .map(([mediaId, counted]) => ({ mediaId, ...counted }))
    .sort((a, b) => b.weight - a.weight || (a.mediaId < b.mediaId ? -1 : 1));

// An id is 20 hexadecimal digits, 10 bytes; weight and error are doubles.
const ID_BYTES = 10;
const ENTRY_BYTES = ID_BYTES + 16;

/** 26 bytes per item. */
export function toBytes(summary: Summary): Buffer {
  const bytes = Buffer.alloc(summary.size * ENTRY_BYTES);
  for (const [i, { mediaId, weight, error }] of heaviest(summary).entries()) {
    bytes.write(mediaId, i * ENTRY_BYTES, 'hex');
    bytes.writeDoubleLE(weight, i * ENTRY_BYTES + ID_BYTES);
    bytes.writeDoubleLE(error, i * ENTRY_BYTES + ID_BYTES + 8);
  }
  return bytes;
}

export function fromBytes(bytes: Uint8Array): Summary {
  const view = Buffer.from(bytes);
  return new Map(
    Array.from({ length: view.length / ENTRY_BYTES }, (_, i) => {
      const at = i * ENTRY_BYTES;
      const weight = view.readDoubleLE(at + ID_BYTES);
      return [view.toString('hex', at, at + ID_BYTES), { weight, error: view.readDoubleLE(at + ID_BYTES + 8) }];
    }),
  );
}
