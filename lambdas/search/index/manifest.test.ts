// Manifests lose no segment, and the number of segments stays small.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ANALYSIS } from '../../shared/base/text/analysis.ts';
import {
  adding,
  KEEP_MS,
  KEEP_OF_COLLECTIONS_MS,
  LARGEST_MERGED,
  next,
  nothing,
  outdated,
  readable,
  replacing,
  type SegmentName,
  toMerge,
} from './manifest.ts';

let made = 0;
const segment = (size: number, source = 'documents'): SegmentName => {
  made += 1;
  return { segmentId: `s${made}`, size, tailFrom: 0, documents: 1, source, analysis: ANALYSIS };
};

test('a merge takes out what it merged and leaves what came meanwhile', () => {
  const [a, b, c, d] = [segment(1), segment(1), segment(1), segment(2)];
  expect(replacing([a, b], d)(adding(c)([a, b]) ?? [])).toEqual([c, d]);
  expect(replacing([a, b], undefined)([a, c, b])).toEqual([c]);
});

test('a collection that was filled stays so, and soon forgets the segments that left', () => {
  const keepMs = KEEP_OF_COLLECTIONS_MS;
  const [a, b, c] = [segment(1), segment(1), segment(1)];
  const first = next(nothing, adding(a), 1_000, { filled: true, keepMs }) ?? nothing;
  const second = next(first, replacing([a], b), 2_000, { keepMs }) ?? nothing;
  const third = next(second, adding(c), 2_000 + keepMs, { keepMs }) ?? nothing;
  expect([first, second, third].map(({ filled, left }) => [filled, left.length])).toEqual([
    [true, 0],
    [true, 1],
    [true, 0],
  ]);
});

test('a segment can be read for an hour after it left, and no longer', () => {
  const [a, b] = [segment(1), segment(1)];
  const first = next(nothing, adding(a), 1_000) ?? nothing;
  const second = next(first, replacing([a], b), 2_000) ?? nothing;
  expect([first.generation, second.generation, second.segments]).toEqual([1, 2, [b]]);
  expect([...readable(second, 2_000 + KEEP_MS - 1)].sort()).toEqual([a.segmentId, b.segmentId].sort());
  expect([...readable(second, 2_000 + KEEP_MS)]).toEqual([b.segmentId]);
  expect(next(second, adding(a), 2_000 + KEEP_MS)?.left).toEqual([]);
  expect(next(second, replacing([a], b), 3_000)).toBeUndefined();
});

test('a flood leaves a manifest that one item holds', () => {
  const manifest = Array.from({ length: 5_000 }).reduce<typeof nothing>((before) => {
    const whole = segment(1);
    const added = next(before, adding(whole), 1_000) ?? before;
    return next(added, replacing([whole], undefined), 1_000) ?? added;
  }, nothing);
  expect(manifest.left).toHaveLength(2_000);
  const asKept = { ...manifest, left: manifest.left.map(({ atMs }) => ({ segmentId: 'x'.repeat(36), atMs })) };
  expect(JSON.stringify(asKept).length).toBeLessThan(300_000);
});

test('refuses to add a segment that another merge already contains: it would appear twice', () => {
  const [a, b, c, d] = [segment(1), segment(1), segment(1), segment(2)];
  expect(replacing([a, b], d)([a, c])).toBeUndefined();
  expect(replacing([a, b], d)([])).toBeUndefined();
});

test('merges eight of about one size and one source, and leaves the large ones', () => {
  const same = Array.from({ length: 8 }, () => segment(5_000));
  expect(toMerge(same.slice(1))).toEqual([]);
  expect(new Set(toMerge([...same, segment(5_000_000)]))).toEqual(new Set(same));
  expect(toMerge(same.map((one, i) => ({ ...one, source: i < 4 ? 'documents' : 'job-1' })))).toEqual([]);
  expect(toMerge(same.map((one) => ({ ...one, size: LARGEST_MERGED + 1 })))).toEqual([]);
});

test('a flood of small ones is worked off, whatever their sizes: few are left, and each byte is written a few times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 200, max: 60_000 }), { minLength: 1, maxLength: 400 }), (sizes) => {
      let segments: readonly SegmentName[] = [];
      let written = 0;
      for (const [i, size] of sizes.entries()) {
        segments = adding(segment(size))(segments) ?? [];
        // The merger runs from time to time.
        for (let next = i % 7 === 0 ? toMerge(segments) : []; next.length > 0; next = toMerge(segments)) {
          expect(next.length).toBeGreaterThan(1);
          const whole = segment(next.reduce((sum, one) => sum + one.size, 0));
          written += whole.size;
          segments = replacing(next, whole)(segments) ?? [];
        }
      }
      expect(segments.length).toBeLessThan(8 * 6);
      expect(segments.reduce((sum, one) => sum + one.size, 0)).toBe(sizes.reduce((sum, size) => sum + size, 0));
      expect(written).toBeLessThanOrEqual(6 * sizes.reduce((sum, size) => sum + size, 0));
    }),
    { numRuns: 100 },
  );
});

test('segments of an earlier analysis are not merged, but made anew, the smallest first', () => {
  const old = Array.from({ length: 8 }, (_, i) => ({ ...segment(5_000 - i), analysis: i === 0 ? undefined : 1 }));
  const stored: SegmentName[] = JSON.parse(JSON.stringify(old));
  expect(toMerge(stored)).toEqual([]);
  expect(outdated([...stored, segment(1)])).toEqual([...stored].reverse());
});
