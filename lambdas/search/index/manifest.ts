// Which segments the index is made of. A manifest is never changed, only followed by the next one, which names its generation.

export interface SegmentName {
  readonly segmentId: string;
  readonly size: number;
  readonly tailFrom: number;
  readonly documents: number;
  /** What it was made of: only segments of one source become one. `documents`, or the collection of a job. */
  readonly source: string;
}
export interface Manifest {
  readonly generation: number;
  readonly segments: readonly SegmentName[];
  /** Those that left it within the last hour: whoever goes through pages of an older manifest still reads them. */
  readonly left: readonly { readonly segmentId: string; readonly atMs: number }[];
}
/** What a manifest becomes; undefined when there is nothing to change any more. */
export type Change = (segments: readonly SegmentName[]) => readonly SegmentName[] | undefined;

export const DOCUMENTS = 'documents';
export const nothing: Manifest = { generation: 0, segments: [], left: [] };

/** How long a segment can be read after it left the manifest. */
export const KEEP_MS = 60 * 60 * 1000;
/** An item takes 400 KB. Of more, in a flood, the oldest can be read for an hour after they were written, not after they left. */
const MOST_LEFT = 2_000;

/** The manifest that follows; undefined when the change finds nothing to do. */
export function next(before: Manifest, change: Change, nowMs: number): Manifest | undefined {
  const segments = change(before.segments);
  if (!segments) return undefined;
  const stay = new Set(segments.map(({ segmentId }) => segmentId));
  const leaving = before.segments.flatMap(({ segmentId }) => (stay.has(segmentId) ? [] : [{ segmentId, atMs: nowMs }]));
  const left = [...before.left.filter(({ atMs }) => atMs > nowMs - KEEP_MS), ...leaving].slice(-MOST_LEFT);
  return { generation: before.generation + 1, segments, left };
}

/** Segments that somebody may still read. */
export const readable = ({ segments, left }: Manifest, nowMs: number): ReadonlySet<string> =>
  new Set([...segments, ...left.filter(({ atMs }) => atMs > nowMs - KEEP_MS)].map(({ segmentId }) => segmentId));

/** Once: the answer of the write that did it may have been lost. */
export const adding =
  (segment: SegmentName): Change =>
  (segments) =>
    segments.some(({ segmentId }) => segmentId === segment.segmentId) ? undefined : [...segments, segment];

/** Puts one in the place of several, unless one of them is gone: then somebody else has merged it. */
export const replacing =
  (old: readonly SegmentName[], segment: SegmentName | undefined): Change =>
  (segments) => {
    const ids = new Set(old.map(({ segmentId }) => segmentId));
    const rest = segments.filter(({ segmentId }) => !ids.has(segmentId));
    if (rest.length !== segments.length - ids.size) return undefined;
    return segment ? [...rest, segment] : rest;
  };

/** So many of about one size become one: a word is written again once for each size its segments grow through. */
const AT_ONCE = 8;
/** Segments of one size differ by this factor at the most. */
const FACTOR = 8;
const SMALLEST = 4 * 1024;
/** Larger ones stay as they are: a merge holds what it merges in memory, some ten times its bytes. */
export const LARGEST_MERGED = 8 * 1024 * 1024;

const sizeClass = ({ size }: SegmentName): number => Math.floor(Math.log(Math.max(size, SMALLEST)) / Math.log(FACTOR));

/** Segments that should become one; none when there are few enough. Source: the log-structured merge of O'Neil (1996), tiered. */
export function toMerge(segments: readonly SegmentName[]): readonly SegmentName[] {
  const small = segments.filter(({ size }) => size <= LARGEST_MERGED);
  const groups = Map.groupBy(small, (segment) => `${segment.source} ${String(sizeClass(segment)).padStart(3)}`);
  const full = [...groups].filter(([, group]) => group.length >= AT_ONCE).sort(([a], [b]) => (a < b ? -1 : 1));
  return chosen(full[0]?.[1] ?? []);
}

/** The smallest first, as far as they fit in memory; all of many, so that a flood of small ones is worked off at once. */
function chosen(group: readonly SegmentName[]): readonly SegmentName[] {
  let room = 2 * LARGEST_MERGED;
  return [...group]
    .sort((a, b) => a.size - b.size)
    .filter(({ size }) => {
      room -= size;
      return room >= 0;
    });
}
