// What cannot be sent is said before it is sent, by the limits of the API.
import { expect, test } from '@jest/globals';
import { imageTypes, limits } from '../../lambdas/media/contract.ts';
import { reasons as known } from '../../lambdas/media/names.ts';
import { MOST_BYTES, reasons, refusalOf, TYPES } from './words.ts';

test('the page knows the types, the limit and the reasons of the API', () => {
  expect(TYPES).toEqual([...imageTypes]);
  expect(MOST_BYTES).toBe(limits.imageBytes);
  expect(reasons.TOO_MANY_PIXELS).toContain(`${limits.imagePixels / 1e6} million`);
  expect(Object.keys(reasons).sort()).toEqual([...known].sort());
});

test('refuses what the API would refuse, in words', () => {
  expect(refusalOf({ type: 'image/png', size: MOST_BYTES })).toBeUndefined();
  expect(refusalOf({ type: 'image/png', size: MOST_BYTES + 1 })).toMatch(/20 MB/);
  expect(refusalOf({ type: 'image/png', size: 0 })).toMatch(/empty/);
  expect(refusalOf({ type: 'video/mp4', size: 9 })).toMatch(/JPEG, PNG and WebP/);
});
