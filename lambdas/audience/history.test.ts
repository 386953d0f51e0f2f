// Which views count, and which media count as watched together, against a model that remembers everything.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countedOf } from '../../test/audience/model.ts';
import { fromBytes, HISTORY_LENGTH, type History, toBytes, watch } from './history.ts';
import type { View } from './trend.ts';

const NOW_MS = 1_795_304_999_000;
const MINUTE_MS = 60_000;
const idOf = (n: number): string => n.toString(16).padStart(20, '0');
const at = (mediaId: number, minutes: number): View => ({ mediaId: idOf(mediaId), atMs: NOW_MS + minutes * MINUTE_MS });

function watchAll(views: readonly View[]) {
  let history: History = [];
  const counted: { view: View; together: readonly string[] }[] = [];
  for (const view of views) {
    const watched = watch(history, view);
    if (!watched) continue;
    history = watched.history;
    counted.push({ view, together: watched.together });
  }
  return { history, counted };
}

describe('a view', () => {
  test.each([
    ['again at once', [at(1, 0), at(1, 0)], 1],
    ['again before ten minutes are over', [at(1, 0), at(1, 9.99)], 1],
    ['again and again, ten minutes after what counted', [at(1, 0), at(1, 9), at(1, 10), at(1, 19), at(1, 20)], 3],
    ['of something else in between', [at(1, 0), at(2, 1), at(1, 2)], 2],
    ['that comes late, from ten minutes before', [at(1, 0), at(1, -10)], 2],
    ['that comes late, from nine minutes before', [at(1, 0), at(1, -9)], 1],
  ])('%s counts as it should', (_, views, times) => {
    expect(watchAll(views).counted).toHaveLength(times);
  });

  test('counts 50 times in ten minutes at the most, whatever is watched', () => {
    const views = Array.from({ length: 400 }, (_, n) => at(n, n / 40));
    expect(watchAll(views).counted).toHaveLength(HISTORY_LENGTH);
    expect(watchAll([...views, at(1000, 11)]).counted).toHaveLength(HISTORY_LENGTH + 1);
  });

  test('is brought together with the last five of the day before it, newest first, and only when it is new that day', () => {
    const { counted } = watchAll([...[1, 2, 3, 4, 5, 6].map((n) => at(n, n)), at(7, 1000), at(1, 1001), at(8, 3000)]);
    expect(counted.map(({ together }) => together)).toEqual([
      [],
      [idOf(1)],
      [2, 1].map(idOf),
      [3, 2, 1].map(idOf),
      [4, 3, 2, 1].map(idOf),
      [5, 4, 3, 2, 1].map(idOf),
      [6, 5, 4, 3, 2].map(idOf),
      [],
      [],
    ]);
  });
});

/** Ordered by time, with no two at the same time. */
const evening = fc
  .array(fc.tuple(fc.nat(HISTORY_LENGTH - 1), fc.integer({ min: 1, max: 200 })), { maxLength: 120 })
  .map((steps) => {
    let minutes = 0;
    return steps.map(([mediaId, later]) => {
      minutes += later;
      return at(mediaId, minutes);
    });
  });

test('what counts and what is brought together is what a model with an endless memory says', () => {
  fc.assert(
    fc.property(evening, (views) => {
      expect(watchAll(views).counted).toEqual(countedOf(views));
    }),
    { numRuns: 300 },
  );
});

const anyOrder = fc.array(
  fc.record({
    mediaId: fc.nat(120).map(idOf),
    atMs: fc.nat(3 * 24 * 60).map((minutes) => NOW_MS + minutes * MINUTE_MS),
  }),
  { maxLength: 200 },
);

test('a history is newest first, has each media item once and at most 50 of them, and is read back from 16 bytes each', () => {
  fc.assert(
    fc.property(anyOrder, (views) => {
      const { history } = watchAll(views);
      expect(history.length).toBeLessThanOrEqual(HISTORY_LENGTH);
      expect(new Set(history.map(({ mediaId }) => mediaId)).size).toBe(history.length);
      expect(history).toEqual([...history].sort((a, b) => b.atMs - a.atMs));
      const bytes = toBytes(history);
      expect(bytes).toHaveLength(16 * history.length);
      expect(fromBytes(new Uint8Array(Buffer.concat([Buffer.from('x'), bytes])).subarray(1))).toEqual(history);
    }),
  );
});
