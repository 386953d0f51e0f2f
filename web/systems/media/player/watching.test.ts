import { expect, test } from '@jest/globals';
import { createWatch } from './watching.ts';

function watched(moments: readonly number[]): number {
  let times = 0;
  const watch = createWatch(() => {
    times += 1;
  });
  for (const moment of moments) watch(moment);
  return times;
}
const from = (start: number, count: number) => Array.from({ length: count }, (_, i) => start + i / 4);

test.each([
  ['three seconds in a row', from(0, 13), 1],
  ['a little less', from(0, 12), 0],
  ['a minute is one view', from(0, 240), 1],
  ['in two pieces', [...from(10, 7), ...from(50, 7)], 1],
  ['skipped, not watched', [0, 10, 20, 30, 40], 0],
  ['the same moment over and over', [...from(0, 5), ...from(0, 5), 0], 0],
  ['standing still', Array.from({ length: 99 }, () => 7), 0],
])('%s', (_, moments, views) => {
  expect(watched(moments)).toBe(views);
});
