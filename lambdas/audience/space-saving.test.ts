// The list of the heaviest keeps the bounds of its papers: alone, after a merge, and after a round trip through bytes.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { add, fromBytes, heaviest, merge, type Summary, toBytes, unseen } from './space-saving.ts';

const idOf = (n: number): string => n.toString(16).padStart(20, '0');
type Additions = readonly (readonly [string, number])[];

/** A few items occur often, most rarely, which is what the list is for. Whole numbers keep sums exact. */
const additions: fc.Arbitrary<Additions> = fc.array(
  fc.tuple(fc.oneof(fc.nat(4), fc.nat(40)).map(idOf), fc.integer({ min: 1, max: 50 })),
  { maxLength: 200 },
);
const places = fc.integer({ min: 1, max: 12 });

function summaryOf(added: Additions, size: number): Summary {
  const summary: Summary = new Map();
  for (const [mediaId, weight] of added) add(summary, size, mediaId, weight);
  return summary;
}

function truthOf(added: Additions): Map<string, number> {
  const truth = new Map<string, number>();
  for (const [mediaId, weight] of added) truth.set(mediaId, (truth.get(mediaId) ?? 0) + weight);
  return truth;
}

const totalOf = (weights: Iterable<number>): number => [...weights].reduce((sum, weight) => sum + weight, 0);

/**
 * For every item: its weight is never too low and at most `error` too high, and an item outside the list is below the
 * list's floor.
 */
function expectBounds(summary: Summary, added: Additions, size: number, floor: number): void {
  const truth = truthOf(added);
  const most = totalOf(truth.values()) / size;
  for (const [mediaId, weight] of truth) {
    const counted = summary.get(mediaId);
    if (!counted) expect(weight).toBeLessThanOrEqual(floor);
    if (!counted) continue;
    expect(counted.weight).toBeGreaterThanOrEqual(weight);
    expect(counted.weight - counted.error).toBeLessThanOrEqual(weight);
    expect(counted.error).toBeLessThanOrEqual(most);
  }
  for (const mediaId of summary.keys()) expect(truth.has(mediaId)).toBe(true);
}

describe('a list of the heaviest', () => {
  test('keeps its bounds whatever is added: no error is above the whole by its places', () => {
    fc.assert(
      fc.property(additions, places, (added, size) => {
        const summary = summaryOf(added, size);
        expect(summary.size).toBeLessThanOrEqual(size);
        expect(totalOf([...summary.values()].map(({ weight }) => weight))).toBe(totalOf(truthOf(added).values()));
        expectBounds(summary, added, size, unseen(summary, size));
      }),
      { numRuns: 500 },
    );
  });

  test('has every key above the total divided by its places', () => {
    fc.assert(
      fc.property(additions, places, (added, size) => {
        const truth = truthOf(added);
        const most = totalOf(truth.values()) / size;
        const summary = summaryOf(added, size);
        for (const [mediaId, weight] of truth) if (weight > most) expect(summary.has(mediaId)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('counts exactly while there is a place for everybody', () => {
    const added = [...Array.from({ length: 30 }, (_, n) => [idOf(n % 10), n] as const)];
    const exact = [...truthOf(added)].map(([mediaId, weight]) => [mediaId, { weight, error: 0 }]);
    expect([...summaryOf(added, 10)]).toEqual(exact);
    expect(unseen(summaryOf(added, 11), 11)).toBe(0);
    expect(unseen(summaryOf(added, 10), 10)).toBe(30);
  });

  test('gives the place of the lightest key to a new one, with its weight as the error', () => {
    const added = [...(['a', 'b', 'c'] as const).map((n, i) => [n, 3 - i] as const), ['d', 5] as const];
    expect(heaviest(summaryOf(added, 3))).toEqual([
      { mediaId: 'd', weight: 6, error: 1 },
      { mediaId: 'a', weight: 3, error: 0 },
      { mediaId: 'b', weight: 2, error: 0 },
    ]);
  });
});

describe('lists that are merged', () => {
  test('keep the bounds of one list over all that was added', () => {
    fc.assert(
      fc.property(fc.array(additions, { minLength: 1, maxLength: 4 }), places, (parts, size) => {
        const summaries = parts.map((added) => summaryOf(added, size));
        const floor = totalOf(summaries.map((summary) => unseen(summary, size)));
        expectBounds(merge(summaries, size), parts.flat(), size, floor);
      }),
      { numRuns: 500 },
    );
  });

  test.each([1, 9, 10, 11, 100])('are %d of the same key, and it has the weight of all', (count) => {
    const lists = Array.from({ length: count }, () => summaryOf([['a', 2]], 4));
    expect(heaviest(merge(lists, 4))).toMatchObject([{ weight: 2 * count, error: 0 }]);
  });

  test('are the same in whatever order, and one list merged alone is itself', () => {
    fc.assert(
      fc.property(additions, additions, places, (left, right, size) => {
        const [a, b] = [summaryOf(left, size), summaryOf(right, size)];
        expect(heaviest(merge([a, b], size))).toEqual(heaviest(merge([b, a], size)));
        expect(heaviest(merge([a], size))).toEqual(heaviest(a));
      }),
    );
  });
});

describe('the bytes of a list', () => {
  test('hold it in 26 each, fractions too, also as a view into a larger buffer', () => {
    fc.assert(
      fc.property(additions, places, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (added, size, fraction) => {
        const summary = summaryOf([...added, [idOf(0xabcdef), fraction]], size);
        const bytes = toBytes(summary);
        expect(bytes).toHaveLength(26 * summary.size);
        const view = new Uint8Array(Buffer.concat([Buffer.from('xyz'), bytes])).subarray(3);
        expect(heaviest(fromBytes(view))).toEqual(heaviest(summary));
      }),
    );
  });

  test('stay as they are for other versions of the service to read', () => {
    const summary: Summary = new Map([['00112233445566778899', { weight: 1.5, error: 0.25 }]]);
    expect(toBytes(summary).toString('hex')).toBe('00112233445566778899000000000000f83f000000000000d03f');
  });
});
