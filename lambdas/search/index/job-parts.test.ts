// Parts of an inverted-index job make the same index as its documents.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { history, lastOf } from '../../../test/search/histories.ts';
import { invert, type SearchDocument, searchedText } from './inversion.ts';
import { invertParts } from './job-parts.ts';

/** Follows the definition of the job's lines, without the service's own code for words. */
function partsOf(documents: readonly SearchDocument[]): string[] {
  const terms = new Map<string, [string, number[]][]>();
  for (const document of documents) {
    if ('removed' in document) continue;
    const words =
      searchedText(document)
        .toLowerCase()
        .match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
    for (const [position, word] of words.entries()) {
      const part = terms.get(word) ?? [];
      const own = part.find(([id]) => id === document.documentId);
      if (own) own[1].push(position);
      else part.push([document.documentId, [position]]);
      terms.set(word, part);
    }
  }
  return [...terms].map(([term, part]) => `${term}\t${JSON.stringify(part)}`);
}

test('a finished job and its documents make the same segment, in whatever order the lines come', () => {
  const scenario = history.chain((documents) =>
    fc.tuple(
      fc.constant(documents),
      fc.shuffledSubarray(partsOf(lastOf(documents)), { minLength: partsOf(lastOf(documents)).length }),
    ),
  );
  fc.assert(
    fc.property(scenario, ([documents, lines]) => {
      // A document without words appears in no part.
      const named = lastOf(documents).flatMap((document) =>
        'removed' in document || !/\S/.test(searchedText(document))
          ? []
          : [{ ...document, documentId: `books/${document.documentId}`, version: 3 }],
      );
      const { bytes } = invertParts(lines, { collection: 'books', version: 3 });
      expect(Buffer.from(bytes).equals(invert(named).bytes)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

describe('a line that is not part of the job', () => {
  test.each([
    'saga',
    'saga\t',
    '\t[["a",[0]]]',
    'saga\t[]',
    'saga\t[["a",[]]]',
    'saga\t[["a",[1,1]]]',
    'saga\t[["a",[-1]]]',
    'saga\t[["a",[0.5]]]',
    'saga\t[[1,[0]]]',
    'saga\t{"a":[0]}',
    '{"not":"a part"}',
  ])('is refused: %j', (line) => {
    expect(() => invertParts([line], { collection: 'a', version: 1 })).toThrow('Not a line of an inverted index');
  });

  test('a term in two lines is refused: parts of two jobs are not one index', () => {
    const line = 'saga\t[["a",[0]]]';
    expect(() => invertParts([line, line], { collection: 'a', version: 1 })).toThrow('two lines');
  });
});
