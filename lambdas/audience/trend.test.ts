// Decay: a view six hours ago weighs half as much, whatever the order and time in which views are counted.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { heaviest } from './space-saving.ts';
import {
  HALF_LIFE_MS,
  nothingTrends,
  TRENDING_PLACES,
  type Trending,
  type View,
  weightsAt,
  withViews,
} from './trend.ts';

const NOW_MS = 1_795_304_999_000;
const WEEK_MS = 7 * 24 * 3_600_000;
const idOf = (n: number): string => n.toString(16).padStart(20, '0');

/** Views of the week before. There are fewer media than places, so only the decay has an effect. */
const views: fc.Arbitrary<View[]> = fc.array(
  fc.record({ mediaId: fc.nat(TRENDING_PLACES - 1).map(idOf), atMs: fc.nat(WEEK_MS).map((ago) => NOW_MS - ago) }),
  { minLength: 1, maxLength: 60 },
);

/** Counts as the consumer does, in several batches. */
function counted(given: readonly View[], sizes: readonly number[]): Trending {
  let trending = nothingTrends;
  let from = 0;
  for (const size of [...sizes, given.length]) {
    const some = given.slice(from, from + size);
    if (some.length > 0) trending = withViews(trending, some);
    from += size;
  }
  return trending;
}

const weights = (trending: Trending, nowMs: number) =>
  new Map(heaviest(weightsAt(trending, nowMs)).map(({ mediaId, weight }) => [mediaId, weight]));

function expectClose(found: ReadonlyMap<string, number>, wanted: ReadonlyMap<string, number>): void {
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort());
  for (const [mediaId, weight] of wanted) expect(Math.abs((found.get(mediaId) ?? 0) / weight - 1)).toBeLessThan(1e-9);
}

describe('what trends', () => {
  test('is the sum of its views, each halved once for every six hours since', () => {
    fc.assert(
      fc.property(views, fc.array(fc.nat(9)), fc.nat(WEEK_MS), (given, sizes, later) => {
        const nowMs = NOW_MS + later;
        const wanted = new Map<string, number>();
        for (const { mediaId, atMs } of given)
          wanted.set(mediaId, (wanted.get(mediaId) ?? 0) + 2 ** (-(nowMs - atMs) / HALF_LIFE_MS));
        expectClose(weights(counted(given, sizes), nowMs), wanted);
      }),
    );
  });

  test('does not depend on the order in which views come, nor on how they are cut', () => {
    const shuffled = views.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(given, { minLength: given.length }),
        fc.array(fc.nat(9)),
        fc.array(fc.nat(9)),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([given, other, cut, otherCut]) => {
        expectClose(weights(counted(other, otherCut), NOW_MS), weights(counted(given, cut), NOW_MS));
      }),
    );
  });

  test('survives years between two views: the old one counts nothing, and no weight exceeds 2', () => {
    const old = withViews(nothingTrends, [{ mediaId: idOf(1), atMs: 0 }]);
    const { landmark, summary } = withViews(old, [{ mediaId: idOf(2), atMs: NOW_MS }]);
    expect(weights({ landmark, summary }, NOW_MS).get(idOf(2))).toBeCloseTo(1, 9);
    expect(summary.get(idOf(1))?.weight).toBe(0);
    expect(summary.get(idOf(2))?.weight).toBeLessThanOrEqual(2);
  });

  test('brings to the top what is watched now, over what was watched more, six hours ago', () => {
    const before = Array.from({ length: 5 }, () => ({ mediaId: idOf(1), atMs: NOW_MS - HALF_LIFE_MS }));
    const now = Array.from({ length: 3 }, () => ({ mediaId: idOf(2), atMs: NOW_MS }));
    const trending = withViews(withViews(nothingTrends, before), now);
    const [first, second] = [...weights(trending, NOW_MS)];
    expect([first?.[0], second?.[0]]).toEqual([idOf(2), idOf(1)]);
    expect(first?.[1]).toBeCloseTo(3, 9);
    expect(second?.[1]).toBeCloseTo(2.5, 9);
  });

  test('fits its item: 100 media of each shard, and no error above a hundredth of all', () => {
    const many = Array.from({ length: 3000 }, (_, n) => ({
      mediaId: idOf(n % 7 === 0 ? 1 : n),
      atMs: NOW_MS - n * 5000,
    }));
    const kept = heaviest(weightsAt(counted(many, [1000, 1000]), NOW_MS));
    const total = many.reduce((sum, { atMs }) => sum + 2 ** (-(NOW_MS - atMs) / HALF_LIFE_MS), 0);
    expect(kept).toHaveLength(100);
    expect(kept[0]?.mediaId).toBe(idOf(1));
    for (const { error } of kept) expect(error).toBeLessThanOrEqual(total / 100 + 1e-9);
  });
});
