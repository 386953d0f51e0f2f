// Documents may arrive one by one, twice, in any order, and be merged in parts: the result is byte for byte that of a
// rebuild.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { delivered, history, lastOf } from '../../../test/search/histories.ts';
import { segmentsOf } from '../../../test/search/memory-index.ts';
import { invert } from './inversion.ts';
import { merge } from './merge.ts';
import type { Whole } from './whole.ts';

test('the index that grew is the index rebuilt, byte for byte, in whatever order and groups it was merged', () => {
  const scenario = history.chain((documents) =>
    fc.tuple(fc.constant(documents), delivered(documents), fc.array(fc.nat(50), { maxLength: 20 })),
  );
  fc.assert(
    fc.property(scenario, ([documents, batches, choices]) => {
      let segments: Whole[] = segmentsOf(batches);
      for (const choice of choices) {
        const from = choice % segments.length;
        segments = [
          ...segments.slice(0, from),
          merge(segments.slice(from, from + 3)),
          ...segments.slice(from + 3),
        ].reverse();
      }
      const grown = merge(segments);
      const rebuilt = invert(lastOf(documents));
      expect(Buffer.from(grown.bytes).equals(rebuilt.bytes)).toBe(true);
      expect([grown.tailFrom, grown.documents]).toEqual([rebuilt.tailFrom, rebuilt.documents]);
    }),
    { numRuns: 300 },
  );
});

test.each([1, 2, 9, 10, 11, 33, 100])(
  'a word of %d segments is found in every one, and of as many versions the last counts',
  (count) => {
    const documents = Array.from({ length: count }, (_, i) => ({
      documentId: `d${i}`,
      version: 1,
      title: 'all',
      text: `w${i}`,
    }));
    const grown = merge(segmentsOf(documents.map((document) => [document])));
    expect(Buffer.from(grown.bytes).equals(invert(documents).bytes)).toBe(true);
    const versions = documents.map((document, i) => ({ ...document, documentId: 'd', version: i + 1 }));
    const last = merge(segmentsOf(versions.toReversed().map((document) => [document])));
    expect(Buffer.from(last.bytes).equals(invert(versions.slice(-1)).bytes)).toBe(true);
  },
);
