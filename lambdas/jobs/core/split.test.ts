import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planSplits } from './split.ts';

const whole = fc.constantFrom(undefined, true as const);
const inputs = fc.array(fc.record({ key: fc.constant('a'), size: fc.nat(5000), whole }), { maxLength: 30 });

describe('splits', () => {
  test('cover every byte of every input once, in order, and none is above the target but by a file that cannot be cut', () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 2000 }), fc.boolean(), (given, target, wholeFiles) => {
        const files = given.map((input, i) => ({ ...input, key: `${i}${input.key}` }));
        const splits = planSplits(files, target, { wholeFiles });
        expect(splits.map(({ index }) => index)).toEqual(splits.map((_, i) => i));
        const pieces = splits.flatMap((split) => split.pieces);
        const covered = new Map<string, number>();
        for (const { key, from, to } of pieces) {
          expect(from).toBe(covered.get(key) ?? 0);
          covered.set(key, to);
        }
        expect([...covered]).toEqual(files.map(({ key, size }) => [key, size]));
        for (const split of splits) {
          const bytes = split.pieces.reduce((sum, { from, to }) => sum + to - from, 0);
          expect(bytes <= target || split.pieces.filter(({ from, to }) => to > from).length === 1).toBe(true);
        }
      }),
    );
  });

  test('pack 10,000 tiny files into few', () => {
    const tiny = Array.from({ length: 10_000 }, (_, i) => ({ key: `${i}`, size: 60 }));
    expect(planSplits(tiny, 64 * 2 ** 20)).toHaveLength(34);
  });

  test('fit into a message of Step Functions, whatever the names of the files', () => {
    const [name, etag] = [`${'x'.repeat(200)} #1000`, `"${'e'.repeat(32)}-10000"`];
    const key = `uploads/${'u'.repeat(36)}/${'i'.repeat(20)}/${'x'.repeat(200)}`;
    const files = Array.from({ length: 1000 }, () => ({ key, name, etag, size: 5 * 2 ** 30, whole: true as const }));
    const bounds = Array.from({ length: 63 }, () => 'b'.repeat(1024));
    for (const split of planSplits(files, 2 ** 60))
      expect(JSON.stringify({ taskId: 'map-00000', phase: 'map', work: { split, bounds } }).length).toBeLessThan(
        256 * 1024,
      );
  });

  test('leave gzip and whole files uncut, whatever they are called', () => {
    const files = [
      { key: 'x', name: 'a.txt', size: 900, whole: true as const },
      { key: 'b.gz', size: 900 },
    ];
    expect(planSplits(files, 100)).toHaveLength(1 + 9);
    expect(planSplits(files, 100, { wholeFiles: true })).toHaveLength(2);
  });
});
