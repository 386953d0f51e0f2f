import { expect, test } from '@jest/globals';
import { findPython, isNewEnough, parsePythonVersion } from './python.ts';

test.each([
  ['3.12.1', [3, 12]],
  ['3.9.18\n', [3, 9]],
  ['', undefined],
  ['Segmentation fault', undefined],
])('%j is version %j', (text, version) => expect(parsePythonVersion(text)).toEqual(version));

test.each([
  [[3, 9], false],
  [[3, 10], true],
  [[4, 0], true],
  [[2, 17], false],
] as const)('%j new enough: %j', (version, enough) => expect(isNewEnough(version)).toBe(enough));

test('refuses a PYTHON that is none, and says so', async () => {
  await expect(findPython('/bin/false')).rejects.toThrow('PYTHON=/bin/false is not a Python');
});

test('a tool may need a newer Python than the emulator', () => {
  expect([isNewEnough([3, 10], [3, 11]), isNewEnough([3, 11], [3, 11])]).toEqual([false, true]);
});
