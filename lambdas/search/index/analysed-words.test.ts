// An index of the first analysis, made as it was then, answers as before, and all of today's queries once it is analysed
// anew.
import { expect, test } from '@jest/globals';
import { snapshotIn } from '../../../test/search/memory-index.ts';
import { newestIn } from '../query/newest.ts';
import { parseQuery } from '../query/query.ts';
import { rank } from '../query/rank.ts';
import { analyseSegment } from './analysed-words.ts';
import { documentOf, invert } from './inversion.ts';
import { buildSegment, type Posting } from './segment.ts';
import type { Whole } from './whole.ts';

const texts = [
  'The café 東京タワー saga',
  'A cafe in Ｔｏｋｙｏ, step 1\ufe0f\u20e3',
  `東京 saga café ${'and more '.repeat(20)}`,
];

/** Words were runs of letters, numbers and marks, in lower case, and one list of places each. */
function firstAnalysis(): Whole {
  const places = new Map<string, Posting[]>();
  const documents = texts.map((text, ordinal) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
    for (const word of new Set(words)) {
      const positions = words.flatMap((one, position) => (one === word ? [position] : []));
      places.set(word, [...(places.get(word) ?? []), { ordinal, positions }]);
    }
    return { documentId: `d${ordinal}`, version: 1, length: words.length };
  });
  return buildSegment(
    [...documents, { documentId: 'gone', version: 3, length: undefined }],
    [...places].sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const found = async (segment: Whole, q: string) =>
  (await rank(await snapshotIn([segment]), parseQuery(q), { limit: 10 })).hits.map(({ documentId }) => documentId);

test.each([
  ['saga', ['d0', 'd2']],
  ['café', ['d0', 'd2', 'd1']],
  ['step', ['d1']],
  ['"the café"', ['d0']],
  ['saga -the', ['d2']],
  ['mor*', ['d2']],
])('as it is stored, it answers %s', async (q, expected) => {
  expect(await found(firstAnalysis(), q)).toEqual(expected);
});

test('analysed anew, it is the index of its documents', () => {
  const documents = texts.map((text, i) => ({ documentId: `d${i}`, version: 1, title: '', text }));
  const anew = analyseSegment(firstAnalysis());
  const { bytes } = invert([...documents, { documentId: 'gone', version: 3, removed: true }]);
  expect(Buffer.from(anew.bytes).equals(bytes)).toBe(true);
});

test.each([
  ['cafe', ['d1', 'd0', 'd2']],
  ['京タワ', ['d0']],
  ['"東京 saga"', ['d2']],
  ['"タワー saga"', ['d0']],
  ['tokyo', ['d1']],
  ['"step 1"', ['d1']],
])('and finds %s', async (q, expected) => {
  expect(await found(analyseSegment(firstAnalysis()), q)).toEqual(expected);
});

test('readers and filters stay with their entries', async () => {
  const entries = ['user:a', 'user:b'].map((reader, i) =>
    documentOf({ id: `e${i}`, version: 1, text: 'Green tea', readers: [reader], filters: ['category:tea'] }),
  );
  const index = await snapshotIn([analyseSegment(invert(entries))]);
  const asked = { query: 'te', filters: ['category:tea'], limit: 10 };
  expect(await newestIn(index, { ...asked, readers: ['user:b'] })).toEqual({ ids: ['e1'] });
  expect(await newestIn(index, { ...asked, readers: ['user:a', 'user:b'] })).toEqual({ ids: ['e1', 'e0'] });
});
