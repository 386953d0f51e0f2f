import { expect, test } from '@jest/globals';
import { isGrown } from './grown.ts';

const before = [200, { userId: 'u', roles: ['admin'], next: null, items: [{ code: 'a', clicks: 3 }] }];
const after = (change: object) => [200, { ...(before[1] as object), ...change }] as typeof before;

test('the same answer is kept, and one with new fields at any depth', () => {
  expect(isGrown(before, before)).toBe(true);
  expect(isGrown(before, after({ emailVerified: false, items: [{ code: 'a', clicks: 3, title: 't' }] }))).toBe(true);
});

test.each([
  { userId: 'v' },
  { userId: undefined },
  { next: 'more' },
  { roles: [] },
  { roles: ['admin', 'merchant'] },
  { roles: { 0: 'admin' } },
  { items: [{ code: 'a' }] },
  { items: [{ code: 'a', clicks: '3' }] },
  { items: [] },
  { items: null },
])('an answer that loses or changes something is not: %j', (change) => {
  expect(isGrown(before, after(change))).toBe(false);
});

test('nor is another status, or none', () => {
  expect(isGrown(before, [404, ...before.slice(1)] as typeof before)).toBe(false);
  expect(isGrown(before, undefined)).toBe(false);
});
