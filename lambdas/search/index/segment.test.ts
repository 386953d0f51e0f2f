// A segment's bytes give back what went in, and truncated bytes are an error.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { snapshotIn } from '../../../test/search/memory-index.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { buildSegment, type Posting, readTail } from './segment.ts';

const term = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).filter((text) => text.isWellFormed());
const rising = (max: number) =>
  fc.uniqueArray(fc.nat(max), { minLength: 1, maxLength: 6 }).map((all) => all.sort((a, b) => a - b));
const postings = (documents: number) =>
  fc
    .uniqueArray(fc.nat(documents - 1), { minLength: 1, maxLength: documents })
    .chain((ordinals) =>
      fc.tuple(
        ...ordinals
          .sort((a, b) => a - b)
          .map((ordinal) => rising(1_000_000).map((positions): Posting => ({ ordinal, positions }))),
      ),
    );

test('every term is found with its documents and positions, also among hundreds', async () => {
  const content = fc.dictionary(term, postings(5), { minKeys: 1, maxKeys: 200 });
  await fc.assert(
    fc.asyncProperty(content, async (dictionary) => {
      const terms = Object.entries(dictionary).sort(([a], [b]) => (a < b ? -1 : 1));
      const documents = Array.from({ length: 5 }, (_, i) => ({ documentId: `d${i}`, version: i + 1, length: 10 * i }));
      const built = buildSegment(documents, terms);
      const { segments } = await snapshotIn([built]);
      const [segment] = segments;
      if (!segment) throw new Error('there is no segment');
      expect(segment.documents).toEqual(documents);
      for (const [text, expected] of terms) {
        const entry = await segment.find(text);
        if (!entry) throw new Error(`${JSON.stringify(text)} is not found`);
        const occurrences = await segment.occurrences(entry);
        const positions = await segment.positions(entry, occurrences);
        expect([...occurrences.ordinals].map((ordinal, i) => ({ ordinal, positions: positions[i] }))).toEqual(expected);
        const beginning = await segment.beginningWith(text);
        expect(beginning.map((one) => one.term)).toEqual(terms.flatMap(([one]) => (one.startsWith(text) ? [one] : [])));
        expect((await segment.occurrencesOfRun(beginning)).at(0)).toEqual(occurrences);
        expect(await segment.find(`${text}?no`)).toBe(dictionary[`${text}?no`] ? expect.anything() : undefined);
      }
    }),
    { numRuns: 60 },
  );
});

test('numbers and texts of any size come back', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.maxSafeNat(), fc.string({ unit: 'grapheme' }))), (values) => {
      const writer = new ByteWriter();
      for (const value of values) typeof value === 'number' ? writer.number(value) : writer.text(value);
      const reader = new ByteReader(writer.taken());
      expect(values.map((value) => (typeof value === 'number' ? reader.number() : reader.text()))).toEqual(values);
      expect(reader.isAtEnd).toBe(true);
    }),
  );
});

test('fails on a tail that was cut off, and on bytes of something else', () => {
  const { bytes, tailFrom } = buildSegment(
    [{ documentId: 'a', version: 1, length: 1 }],
    [['saga', [{ ordinal: 0, positions: [0] }]]],
  );
  const tail = bytes.subarray(tailFrom);
  for (let length = 0; length < tail.length; length += 1) expect(() => readTail(tail.subarray(0, length))).toThrow();
  expect(() => readTail(Buffer.from('\u0004nope'))).toThrow('Not a segment');
});
