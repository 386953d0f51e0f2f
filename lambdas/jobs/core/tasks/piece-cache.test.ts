import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PieceCache } from './piece-cache.ts';

test('gives what is made of a piece, whatever took its slot before', () => {
  const cache = new PieceCache((piece) => `<${piece}>`);
  const pieces = fc.array(fc.tuple(fc.nat(9999), fc.nat(70)).map(([n, length]) => `${n}`.padEnd(length, 'x')));
  fc.assert(
    fc.property(pieces, (all) => {
      const bytes = Buffer.from(all.join(''));
      let from = 0;
      for (const piece of all) {
        expect(cache.get(bytes, from, from + piece.length)).toBe(`<${piece}>`);
        from += piece.length;
      }
    }),
    { numRuns: 1000 },
  );
});

test('makes a piece once, and a long one each time', () => {
  let made = 0;
  const cache = new PieceCache(() => {
    made += 1;
    return made;
  });
  const bytes = Buffer.from('x'.repeat(100));
  expect([
    cache.get(bytes, 0, 64),
    cache.get(bytes, 36, 100),
    cache.get(bytes, 0, 65),
    cache.get(bytes, 0, 65),
  ]).toEqual([1, 1, 2, 3]);
});
