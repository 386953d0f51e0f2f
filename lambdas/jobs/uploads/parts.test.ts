import { expect, test } from '@jest/globals';
import { PART_BYTES, partCount, partLength, wrongParts } from './parts.ts';

const size = 2 * PART_BYTES + 5;
const etags = ['"a"', '"b"', '"c"'];
const part = (PartNumber: number, Size = partLength(size, PartNumber)) => ({
  PartNumber,
  Size,
  ETag: etags[PartNumber - 1],
});
const all = [part(1), part(2), part(3)];

test('the parts of a file have its bytes, and the last one what is left', () => {
  for (const bytes of [1, PART_BYTES, PART_BYTES + 1, size, 5 * 2 ** 30]) {
    const lengths = Array.from({ length: partCount(bytes) }, (_, i) => partLength(bytes, i + 1));
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes);
    expect(lengths.every((length) => length > 0 && length <= PART_BYTES)).toBe(true);
  }
});

test.each([
  ['whole', all, etags, []],
  ['whole, in any order', [part(3), part(1), part(2)], etags, []],
  ['whole, with bare ETags', all, ['a', 'b', 'c'], []],
  ['without one', [part(1), part(3)], etags, [2]],
  ['without the last', all.slice(0, 2), etags, [3]],
  ['not there at all', [], etags, [1, 2, 3]],
  ['cut', [part(1), part(2, PART_BYTES - 1), part(3)], etags, [2]],
  ['cut at the end', [part(1), part(2), part(3, 4)], etags, [3]],
  ['too long', [part(1), part(2), part(3, 6)], etags, [3]],
  ['too many', [...all, { PartNumber: 4, Size: 1, ETag: '"d"' }], [...etags, '"d"'], [4]],
  ['named in part', all, etags.slice(0, 2), [3]],
  ['not the ones named', all, ['"a"', '"x"', '"c"'], [2]],
  ['named in another order', all, ['"b"', '"a"', '"c"'], [1, 2]],
])('an upload is %s', (_, there, given, wrong) => {
  expect(wrongParts(size, given, there)).toEqual(wrong);
});
