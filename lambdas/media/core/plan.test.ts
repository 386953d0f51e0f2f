import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fpsOf } from './frame-rate.ts';
import { planChunks, renditionsOf, segmentFramesOf } from './plan.ts';

const rates = fc.constantFrom(
  { num: 24_000, den: 1001 },
  { num: 25_000, den: 1000 },
  { num: 30_000, den: 1001 },
  { num: 12_345, den: 1000 },
  { num: 1000, den: 1000 },
);
const grids = fc.record({
  segmentSeconds: fc.constantFrom(0.1, 1, 2, 4),
  segmentsPerChunk: fc.integer({ min: 1, max: 20 }),
});
const keyFrames = fc.array(fc.double({ min: 0, max: 3000, noNaN: true }), { maxLength: 20 });

describe('chunks', () => {
  test('cover every frame once, in order; each begins on the grid and only the last is shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), rates, grids, (frames, rate, grid) => {
        const chunks = planChunks({ frames, rate, keyFrameSeconds: [0] }, grid);
        const length = segmentFramesOf(grid, rate) * grid.segmentsPerChunk;
        const last = chunks.at(-1)?.frames ?? 0;
        expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, i) => i));
        expect(chunks.map(({ firstFrame }) => firstFrame)).toEqual(chunks.map((_, i) => i * length));
        expect(chunks.slice(0, -1).every((chunk) => chunk.frames === length)).toBe(true);
        expect(last).toBeGreaterThan(0);
        expect(last).toBeLessThanOrEqual(length);
        expect((chunks.length - 1) * length + last).toBe(frames);
      }),
    );
  });

  test('decode from the last key frame of the source that is not after them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60_000 }), rates, keyFrames, (frames, rate, others) => {
        const keyFrameSeconds = [0, ...others].sort((a, b) => a - b);
        for (const { firstFrame, decodeFromSeconds } of planChunks({ frames, rate, keyFrameSeconds })) {
          const start = firstFrame / fpsOf(rate);
          expect(decodeFromSeconds).toBe(Math.max(...keyFrameSeconds.filter((at) => at <= start)));
        }
      }),
    );
  });

  test('are joined where no key frame is near, up to two minutes, and decode few pictures twice', () => {
    const rate = { num: 25_000, den: 1000 };
    const grid = { segmentSeconds: 4, segmentsPerChunk: 6 };
    const lengths = (seconds: number, keyFrameSeconds: readonly number[]) => {
      const pictures = { perSecond: 25, endSeconds: seconds };
      return planChunks({ frames: 25 * seconds, rate, keyFrameSeconds, pictures }, grid).map(
        ({ frames }) => frames / 25,
      );
    };
    expect(lengths(40, [0])).toEqual([24, 16]);
    expect(lengths(120, [0])).toEqual([24, 96]);
    expect(lengths(130, [0, 40])).toEqual([24, 24, 82]);
    expect(lengths(200, [0, 120])).toEqual([24, 96, 24, 56]);
    expect(lengths(300, [0])).toEqual([24, 120, 120, 36]);
    // A clip that was cut behind its key frame.
    expect(lengths(60, [-20])).toEqual([60]);
  });

  test('of few pictures are not joined, nor those before the first or after the last', () => {
    const rate = { num: 10_000, den: 1000 };
    const grid = { segmentSeconds: 4, segmentsPerChunk: 6 };
    const count = (pictures: { perSecond: number; endSeconds: number }, keyFrameSeconds = [0]) =>
      planChunks({ frames: 10 * 240, rate, keyFrameSeconds, pictures }, grid).length;
    expect(count({ perSecond: 0.1, endSeconds: 240 })).toBe(10);
    expect(count({ perSecond: 25, endSeconds: 2 })).toBe(10);
    expect(count({ perSecond: 25, endSeconds: 240 }, [230])).toBe(10);
    expect(count({ perSecond: 25, endSeconds: 240 })).toBe(3);
  });

  test('of 29.97 frames a second are whole frames: a segment of 4 s is 120 of them', () => {
    const rate = { num: 30_000, den: 1001 };
    expect(segmentFramesOf({ segmentSeconds: 4, segmentsPerChunk: 15 }, rate)).toBe(120);
    expect(planChunks({ frames: 1801, rate, keyFrameSeconds: [0, 59] })).toEqual([
      { index: 0, firstFrame: 0, frames: 1800, decodeFromSeconds: 0 },
      { index: 1, firstFrame: 1800, frames: 1, decodeFromSeconds: 59 },
    ]);
  });
});

describe('renditions', () => {
  const shapes = (width: number, height: number) =>
    renditionsOf({ width, height, tallest: 1080 }).map((each) => `${each.name} ${each.width}x${each.height}`);

  test('are 1080p, 720p and 480p of the shorter side, largest first', () => {
    expect(shapes(1920, 1080)).toEqual(['1080p 1920x1080', '720p 1280x720', '480p 854x480']);
    expect(shapes(1080, 1920)).toEqual(['1080p 1080x1920', '720p 720x1280', '480p 480x854']);
    expect(shapes(1906, 1072)).toEqual(['720p 1280x720', '480p 854x480']);
    expect(shapes(1280, 720)).toEqual(['720p 1280x720', '480p 854x480']);
    expect(shapes(960, 600)).toEqual(['480p 768x480']);
    expect(shapes(641, 361)).toEqual(['360p 640x360']);
  });

  test('are those of before 1080p where the film was accepted then', () => {
    expect(renditionsOf({ width: 1920, height: 1080 }).map(({ name }) => name)).toEqual(['720p', '480p']);
  });

  test('are even, there is one at least, and none is larger than the source', () => {
    const side = fc.integer({ min: 16, max: 4000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const made = renditionsOf({ width, height, tallest: 1080 });
        expect(made.length).toBeGreaterThan(0);
        for (const each of made) {
          expect([each.width % 2, each.height % 2]).toEqual([0, 0]);
          expect(Math.min(each.width, each.height)).toBeLessThanOrEqual(Math.min(width, height));
          expect(Math.max(each.width, each.height)).toBeLessThanOrEqual(Math.max(width, height) + 1);
        }
      }),
    );
  });
});
