import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tileAt } from './tiles.ts';

const thumbnails = { sheets: ['a', 'b'], tilesEach: 6, columns: 4, tileWidth: 160, tileHeight: 90, secondsEach: 4 };
const video = { durationSeconds: 33, thumbnails };

test.each([
  [0, { sheet: 'a', x: 0, y: 0 }],
  [3.99, { sheet: 'a', x: 0, y: 0 }],
  [12, { sheet: 'a', x: 480, y: 0 }],
  [16, { sheet: 'a', x: 0, y: 90 }],
  [24, { sheet: 'b', x: 0, y: 0 }],
  [33, { sheet: 'b', x: 320, y: 0 }],
])('second %d is in its tile', (seconds, tile) => {
  expect(tileAt(video, seconds)).toEqual(tile);
});

test('the end of a video that fills its tiles is still of the last one', () => {
  expect(tileAt({ ...video, durationSeconds: 24 }, 24)).toEqual({ sheet: 'a', x: 160, y: 90 });
});

test('without a sheet there is no tile', () => {
  expect(tileAt({ ...video, thumbnails: null }, 0)).toBeUndefined();
  expect(tileAt({ ...video, thumbnails: { ...thumbnails, sheets: ['a'] } }, 30)).toBeUndefined();
});

test('every moment has a tile within its sheet, and later ones never an earlier tile', () => {
  const seconds = fc.double({ min: 0, max: 33, noNaN: true });
  fc.assert(
    fc.property(seconds, seconds, (one, other) => {
      const [before, after] = [Math.min(one, other), Math.max(one, other)].map((at) => {
        const { sheet = '', x = -1, y = -1 } = tileAt(video, at) ?? {};
        const index = thumbnails.sheets.indexOf(sheet) * 6 + (y / 90) * 4 + x / 160;
        expect(index).toBeLessThanOrEqual(8);
        return index;
      });
      expect(before).toBeGreaterThanOrEqual(0);
      expect(after).toBeGreaterThanOrEqual(before ?? 0);
    }),
  );
});
