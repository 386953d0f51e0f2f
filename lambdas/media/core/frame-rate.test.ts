import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fpsOf, frameRateOf } from './frame-rate.ts';

const timesAt = (fps: number, count: number, round = (seconds: number) => seconds): number[] =>
  Array.from({ length: count }, (_, i) => round(i / fps));
const toMs = (seconds: number): number => Math.round(seconds * 1000) / 1000;

describe('the steady rate of a source', () => {
  test.each([
    [24_000, 1001],
    [24_000, 1000],
    [25_000, 1000],
    [30_000, 1001],
    [30_000, 1000],
    [60_000, 1001],
    [60_000, 1000],
  ])('is found from exact times and from whole milliseconds: %i/%i', (num, den) => {
    for (const round of [undefined, toMs])
      expect(frameRateOf(timesAt(num / den, 900, round), den / num)).toEqual({ num, den });
  });

  test('is the usual one where a phone drops frames and its distances vary', () => {
    const times = timesAt(30, 900)
      .filter((_, i) => i % 20 !== 7)
      .map((time, i) => time + (i % 2) * 1e-3);
    expect(frameRateOf(times, 1 / 30)).toEqual({ num: 30_000, den: 1000 });
  });

  test('halves what is faster than any player needs', () => {
    expect(frameRateOf(timesAt(120, 500), 1 / 120)).toEqual({ num: 60_000, den: 1000 });
    expect(frameRateOf(timesAt(240_000 / 1001, 500), 1 / 240)).toEqual({ num: 60_000, den: 1001 });
  });

  test('of one frame is how long it is shown, and never below one a second', () => {
    expect(frameRateOf([0], 0.04)).toEqual({ num: 25_000, den: 1000 });
    expect(frameRateOf([0], 0)).toEqual({ num: 25_000, den: 1000 });
    expect(frameRateOf([0], 60)).toEqual({ num: 1000, den: 1000 });
    expect(frameRateOf([0, 10, 20], 10)).toEqual({ num: 1000, den: 1000 });
  });

  test('is between 1 and 60 whatever the times, those of one moment too', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 40 }), (times) => {
        const fps = fpsOf(
          frameRateOf(
            times.toSorted((a, b) => a - b),
            0.04,
          ),
        );
        expect(fps).toBeGreaterThanOrEqual(1);
        expect(fps).toBeLessThanOrEqual(60.6);
      }),
    );
  });
});
