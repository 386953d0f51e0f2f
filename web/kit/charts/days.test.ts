import { expect, test } from '@jest/globals';
import { everyDay } from './days.ts';

test('days without clicks are there as zeros, the last day being today in UTC', () => {
  const days = everyDay([{ day: '2026-02-28', count: 3 }], Date.parse('2026-03-01T23:59:00Z'), 3);
  expect(days).toEqual([
    { day: '2026-02-27', count: 0 },
    { day: '2026-02-28', count: 3 },
    { day: '2026-03-01', count: 0 },
  ]);
});

test('a clock that is behind hides no counted day', () => {
  const days = everyDay([{ day: '2026-03-02', count: 1 }], Date.parse('2026-03-01T12:00:00Z'), 2);
  expect(days.at(-1)).toEqual({ day: '2026-03-02', count: 1 });
});
