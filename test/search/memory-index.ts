// An index in memory, made of segments as stored in the bucket.
import { invert, type SearchDocument } from '../../lambdas/search/index/inversion.ts';
import { merge } from '../../lambdas/search/index/merge.ts';
import type { Built } from '../../lambdas/search/index/segment.ts';
import { openSegment, type Snapshot, snapshotOf } from '../../lambdas/search/index/snapshot.ts';
import type { Whole } from '../../lambdas/search/index/whole.ts';

export async function snapshotIn(segments: readonly Pick<Built, 'bytes' | 'tailFrom'>[]): Promise<Snapshot> {
  const opened = segments.map(({ bytes, tailFrom }) =>
    openSegment({ tailFrom, size: bytes.length, read: async (from, to) => bytes.subarray(from, to) }),
  );
  return snapshotOf(await Promise.all(opened));
}

export const segmentsOf = (batches: readonly (readonly SearchDocument[])[]): Whole[] => batches.map(invert);

export const merged = (segments: readonly Whole[]): Built => merge(segments);
