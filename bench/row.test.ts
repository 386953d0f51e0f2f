import { expect, test } from '@jest/globals';
import { isMissed, table } from './row.ts';

const row = { name: 'synth', unit: 's', ours: 1, peer: 4, atMost: 0.3 };

test('a goal beside a peer is one of the ratio, else of the figure itself', () => {
  expect(isMissed(row)).toBe(false);
  expect(isMissed({ ...row, peer: 2 })).toBe(true);
  expect(isMissed({ name: 'size', unit: 'KB', ours: 41, atMost: 40 })).toBe(true);
  expect(isMissed({ name: 'rate', unit: '/s', ours: 41 })).toBe(false);
});

test('the table says ours, peer, ratio, goal and whether it is met, in columns', () => {
  const lines = table([row, { name: 'size', unit: 'KB', ours: 41, atMost: 40 }]).split('\n');
  expect(lines.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['ours', 'peer', 'ratio', 'goal'],
    ['synth', '1 s', '4 s', '0.25x', '<= 0.3x', 'met'],
    ['size', '41 KB', '<= 40 KB', 'MISSED'],
  ]);
});
