import { expect, test } from '@jest/globals';
import { barOf } from './phase-bars.ts';

test('a bar goes by bytes where they are known, else by tasks', () => {
  const half = { phase: 'map', tasks: 5, done: 1, bytes: 30e6, totalBytes: 60e6 };
  expect(barOf(half)).toBe(`map     ${'█'.repeat(15)}${'░'.repeat(15)}  50 %  1/5 tasks  30.0 of 60.0 MB`);
  expect(barOf({ ...half, phase: 'reduce', bytes: 0, totalBytes: 0 })).toContain(' 20 %  1/5 tasks');
});
