// The segments that make up the index. A manifest never changes; the next one replaces it and names its own generation.
import { ANALYSIS } from '../../shared/base/text/analysis.ts';

export interface SegmentName {
  readonly segmentId: string;
  readonly size: number;
  readonly tailFrom: number;
  readonly documents: number;
  /**
   * Where the segment's documents came from: `documents`, or the collection of a job. Only segments of one source are
   * merged.
   */
  readonly source: string;
  /** Which analysis made its terms; undefined for the first. Terms of different ones do not go together. */
  readonly analysis?: number;
}
export interface Manifest {
  readonly generation: number;
  readonly segments: readonly SegmentName[];
  /** Segments that left within the last hour: a search that pages through an older manifest still reads them. */
  readonly left: readonly { readonly segmentId: string; readonly atMs: number }[];
  /** Of a collection: whether it has ever had all entries of its owner. Before, an empty result would be wrong. */
  readonly filled?: boolean;
}
/** How a manifest changes; undefined when there is nothing left to change. */
export type Change = (segments: readonly SegmentName[]) => readonly SegmentName[] | undefined;

export const DOCUMENTS = 'documents';
export const nothing: Manifest = { generation: 0, segments: [], left: [] };

/** How long a segment stays readable after it left the manifest: a cursor of documents names the manifest it is of. */
export const KEEP_MS = 60 * 60 * 1000;
/** No cursor of a collection does, but a search under way reads on. A short list makes each commit cheap. */
export const KEEP_OF_COLLECTIONS_MS = 2 * 60 * 1000;
/**
 * An item holds 400 KB. Beyond this number, in a flood, the oldest segments stay readable for an hour after they were
 * written, not after they left.
 */
const MOST_LEFT = 2_000;

/** The next manifest; undefined when there is nothing to change. */
export function next(
  before: Manifest,
  change: Change,
  nowMs: number,
  { filled = before.filled, keepMs = KEEP_MS }: Pick<Manifest, 'filled'> & { readonly keepMs?: number } = {},
): Manifest | undefined {
  const segments = change(before.segments);
  if (!segments) return undefined;
  const stay = new Set(segments.map(({ segmentId }) => segmentId));
  const leaving = before.segments.flatMap(({ segmentId }) => (stay.has(segmentId) ? [] : [{ segmentId, atMs: nowMs }]));
  const left = [...before.left.filter(({ atMs }) => atMs > nowMs - keepMs), ...leaving].slice(-MOST_LEFT);
  return { generation: before.generation + 1, segments, left, ...(filled && { filled }) };
}

/** Segments that a search may still read. */
export const readable = ({ segments, left }: Manifest, nowMs: number): ReadonlySet<string> =>
  new Set([...segments, ...left.filter(({ atMs }) => atMs > nowMs - KEEP_MS)].map(({ segmentId }) => segmentId));

/** Adds a segment once: the response of the write that added it may have been lost. */
export const adding =
  (segment: SegmentName): Change =>
  (segments) =>
    segments.some(({ segmentId }) => segmentId === segment.segmentId) ? undefined : [...segments, segment];

/** Replaces several segments by one, unless one of them is gone: then another worker has merged it. */
export const replacing =
  (old: readonly SegmentName[], segment: SegmentName | undefined): Change =>
  (segments) => {
    const ids = new Set(old.map(({ segmentId }) => segmentId));
    const rest = segments.filter(({ segmentId }) => !ids.has(segmentId));
    if (rest.length !== segments.length - ids.size) return undefined;
    return segment ? [...rest, segment] : rest;
  };

/** Segments whose terms queries no longer ask for, the smallest first. They answer as before until they are made anew. */
export const outdated = (segments: readonly SegmentName[]): readonly SegmentName[] =>
  segments.filter(({ analysis }) => analysis !== ANALYSIS).sort((a, b) => a.size - b.size);

/**
 * This many segments of similar size are merged, so a word is rewritten once for each size its segments grow through.
 */
const AT_ONCE = 8;
/** Segments of similar size differ at most by this factor. */
const FACTOR = 8;
const SMALLEST = 4 * 1024;
/** Larger segments are left alone: a merge needs some ten times their bytes in memory. */
export const LARGEST_MERGED = 8 * 1024 * 1024;

const sizeClass = ({ size }: SegmentName): number => Math.floor(Math.log(Math.max(size, SMALLEST)) / Math.log(FACTOR));

/**
 * Segments to merge into one; none when there are few enough. Source: the log-structured merge of O'Neil (1996),
 * tiered.
 */
export function toMerge(segments: readonly SegmentName[]): readonly SegmentName[] {
  const small = segments.filter(({ size, analysis }) => size <= LARGEST_MERGED && analysis === ANALYSIS);
  const groups = Map.groupBy(small, (segment) => `${segment.source} ${String(sizeClass(segment)).padStart(3)}`);
  const full = [...groups].filter(([, group]) => group.length >= AT_ONCE).sort(([a], [b]) => (a < b ? -1 : 1));
  return chosen(full[0]?.[1] ?? []);
}

/**
 * The smallest segments first, as many as fit in memory. Takes the whole group, not just AT_ONCE of it, so a flood of
 * small segments is worked off at once.
 */
function chosen(group: readonly SegmentName[]): readonly SegmentName[] {
  let room = 2 * LARGEST_MERGED;
  return [...group]
    .sort((a, b) => a.size - b.size)
    .filter(({ size }) => {
      room -= size;
      return room >= 0;
    });
}
