// Generates histories of documents from few words, so that interesting cases are frequent.
import fc from 'fast-check';
import type { SearchDocument } from '../../lambdas/search/index/inversion.ts';

const WORDS = [
  'a',
  'ab',
  'abc',
  'b',
  'ba',
  'saga',
  'sagas',
  'straße',
  'strasse',
  'ünïcode',
  'unicode',
  'Ünïcode',
  '数',
  '𝒳y',
  '42',
] as const;
const word = fc.constantFrom(...WORDS);
const prose = (most: number) => fc.array(word, { maxLength: most }).map((words) => words.join(' '));

interface Change {
  readonly documentId: string;
  readonly removed: boolean;
  readonly title: string;
  readonly text: string;
}
const change = fc.record({
  documentId: fc.constantFrom('d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'),
  removed: fc.boolean().map((yes) => yes),
  title: prose(2),
  text: prose(12),
});

/** Every version of every document, in order. */
export const history: fc.Arbitrary<SearchDocument[]> = fc.array(change, { minLength: 1, maxLength: 25 }).map(numbered);

function numbered(changes: readonly Change[]): SearchDocument[] {
  const versions = new Map<string, number>();
  return changes.map(({ documentId, removed, title, text }) => {
    const version = (versions.get(documentId) ?? 0) + 1;
    versions.set(documentId, version);
    return removed && version > 1
      ? { documentId, version, removed: true as const }
      : { documentId, version, title, text };
  });
}

/** Final state of a history: the last version of each document. */
export function lastOf(documents: readonly SearchDocument[]): SearchDocument[] {
  return [...new Map(documents.map((document) => [document.documentId, document])).values()];
}

export const alive = (documents: readonly SearchDocument[]) =>
  lastOf(documents).flatMap((document) => ('removed' in document ? [] : [document]));

/** The same documents in any order, some twice, cut into batches. */
export const delivered = (documents: readonly SearchDocument[]): fc.Arbitrary<SearchDocument[][]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...documents], { minLength: documents.length }),
      fc.subarray([...documents]),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 60 }),
    )
    .map(([once, twice, sizes]) => {
      const all = [...once, ...twice];
      const batches: SearchDocument[][] = [];
      for (const size of sizes) if (all.length > 0) batches.push(all.splice(0, size));
      return batches;
    });

const one = word.map((text) => text);
const piece = fc.oneof(
  { weight: 4, arbitrary: one },
  { weight: 2, arbitrary: fc.array(one, { minLength: 1, maxLength: 3 }).map((words) => `"${words.join(' ')}"`) },
  { weight: 1, arbitrary: fc.constantFrom('ab*', 'sa*', 'un*', 'ün*', 'UNÏ*', 'unic*', 'b-a*') },
  { weight: 1, arbitrary: fc.tuple(one, one).map(([a, b]) => `${a}-${b}`) },
);
/** Queries with every operator and at least one required word. */
export const queryText: fc.Arbitrary<string> = fc
  .tuple(piece, fc.array(fc.tuple(fc.constantFrom(' ', ' ', ' OR ', ' -'), piece), { maxLength: 3 }))
  .map(([first, rest]) => first + rest.map(([joint, text]) => joint + text).join(''));
